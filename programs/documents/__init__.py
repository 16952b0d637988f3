"""Documents that we issue: ordered with the change, drawn after the commit."""

from .ordering import order, order_for

__all__ = ["order", "order_for"]
