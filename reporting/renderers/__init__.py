RENDERERS = {}


class UnknownFormat(ValueError):
    pass


def render(contents, format):
    raise UnknownFormat("not yet")
