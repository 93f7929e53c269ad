"""The application's addresses and, first among them, the gallery's: for tests alone."""

from django.urls import path

from config.urls import urlpatterns as of_the_application
from tests.support.gallery.views import gallery

urlpatterns = [path("gallery/", gallery, name="gallery"), *of_the_application]
