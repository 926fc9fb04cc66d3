"""The HTTP calls of clients: HeyGen's v1 streaming API and WHEP."""
import aiohttp


class APIError(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body
        self.code = body.get("code") if isinstance(body, dict) else None


class API:
    """One account's calls. `token` goes as Bearer where it is given, else the key as X-Api-Key."""

    def __init__(self, url, key=None, token=None):
        self.url = url
        self.headers = {"Authorization": f"Bearer {token}"} if token else {"X-Api-Key": key} if key else {}
        self.http = aiohttp.ClientSession()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.http.close()

    async def raw(self, method, path, body=None, headers=None, **options):
        """Status, headers and text of the reply, whatever it is."""
        headers = self.headers | (headers or {})
        async with self.http.request(method, self.url + path, data=body, headers=headers, **options) as reply:
            return reply.status, reply.headers, await reply.text(errors="replace")

    async def call(self, method, path, body=None):
        async with self.http.request(method, self.url + path, json=body, headers=self.headers) as reply:
            answer = await reply.json(content_type=None)
            if reply.status >= 300:
                raise APIError(reply.status, answer)
            return answer

    async def post(self, name, **body):
        """`name` is what follows streaming. in the path; returns the reply's data."""
        return (await self.call("POST", f"/v1/streaming.{name}", body))["data"]

    async def token(self):
        return (await self.post("create_token"))["token"]

    async def whep(self, session, offer):
        """Location (a path) and answer for one more viewer of a session."""
        status, headers, text = await self.raw(
            "POST", f"/v1/whep/{session}", offer, {"Content-Type": "application/sdp"})
        if status != 201:
            raise APIError(status, text)
        return headers["Location"].removeprefix(self.url), text
