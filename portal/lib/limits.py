"""How often a visitor may do something: counters in the cache, one window after the other."""

import ipaddress
import logging
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from portal.lib.client import client_address

logger = logging.getLogger(__name__)

IPV6_PREFIX = 64  # one visitor has a whole network of these


@dataclass(frozen=True)
class Limit:
    """At most `count` times in `seconds`, for each network address."""

    name: str
    count: int
    seconds: int

    def take(self, request: HttpRequest) -> bool:
        """Counts one more; whether it is still within the limit."""
        return self._used(request, 1) <= self.count

    def is_used_up(self, request: HttpRequest) -> bool:
        """Whether the next `take` would be refused."""
        return self._used(request, 0) >= self.count

    def _used(self, request: HttpRequest, more: int) -> int:
        """How often in this window, with these; 0 without a cache: better open than closed."""
        key = f"limit:{self.name}:{_network(client_address(request))}"
        try:
            cache.add(key, 0, self.seconds)
            return int(cache.incr(key, more))
        except (RedisError, ValueError):  # no cache, or the window ended in between
            logger.warning("The limit %s was not counted.", self.name)
            return 0


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/{IPV6_PREFIX}", strict=False).network_address)
