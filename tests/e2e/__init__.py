"""The story of the portal, told in a real browser."""
