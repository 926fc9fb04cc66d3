"""A lossy way between a client and the server: a UDP relay that drops packets at random, in both directions."""
import asyncio
import random
import re


class _Leg(asyncio.DatagramProtocol):
    def __init__(self, forward):
        self.forward = forward

    def datagram_received(self, data, address):
        self.forward(data, address)


class Relay:
    """Stands before the server's UDP addresses. Nothing is dropped while `loss` is 0, everything while it is 1."""

    def __init__(self, loss=0.0, seed=1):
        self.loss = loss
        self.random = random.Random(seed)
        self.dropped = 0
        self.passed = 0
        self._legs = []

    async def rewrite(self, offer):
        """The server's offer with a relay in place of each of its UDP host candidates of IPv4, and no others."""
        lines = []
        for line in offer.splitlines():
            if line.startswith("a=candidate:"):
                fields = line.split()
                if fields[2].lower() != "udp" or " typ host" not in line or not re.fullmatch(r"[\d.]+", fields[4]):
                    continue
                port = await self._stand_before((fields[4], int(fields[5])))
                fields[4], fields[5] = "127.0.0.1", str(port)
                line = " ".join(fields)
            lines.append(line)
        return "\r\n".join(lines) + "\r\n"

    @staticmethod
    def hide(answer):
        """The client's answer without its candidates, so that the server learns the relay's address alone."""
        kept = [line for line in answer.splitlines() if not line.startswith("a=candidate:")]
        return "\r\n".join(kept) + "\r\n"

    async def _stand_before(self, server):
        """One outward socket per client, so that replies find their way back."""
        loop = asyncio.get_running_loop()
        outward = {}
        waiting = {}

        async def open_leg(client):
            transport, _ = await loop.create_datagram_endpoint(
                lambda: _Leg(lambda data, _: self._pass(inward, data, client)), local_addr=("0.0.0.0", 0))
            self._legs.append(transport)
            outward[client] = transport
            for data in waiting.pop(client):
                self._pass(transport, data, server)

        def from_client(data, client):
            if client in outward:
                self._pass(outward[client], data, server)
            elif client in waiting:
                waiting[client].append(data)
            else:
                waiting[client] = [data]
                asyncio.ensure_future(open_leg(client))

        inward, _ = await loop.create_datagram_endpoint(lambda: _Leg(from_client), local_addr=("0.0.0.0", 0))
        self._legs.append(inward)
        return inward.get_extra_info("sockname")[1]

    def _pass(self, transport, data, address):
        if self.random.random() < self.loss:
            self.dropped += 1
        else:
            self.passed += 1
            transport.sendto(data, address)

    def close(self):
        for leg in self._legs:
            leg.close()
