"""The pages that the trust answers for: privacy notice, accessibility statement, support."""
