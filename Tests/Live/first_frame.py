#!/usr/bin/env python3
"""Prints, as a JSON list, how many milliseconds pass in Chromium from calling streaming.new to the first picture.

Every load is a page of its own in a browser that is already running; the key comes from VISAVIS_API_KEY.
"""
import argparse
import asyncio
import json
import os
import sys

from playwright.async_api import async_playwright

# A raw client of the v1 API. requestVideoFrameCallback is called when a decoded picture goes to the compositor
# (wicg.github.io/video-rvfc).
JOIN = """async ([key, avatar]) => {
    const call = async (name, body) => {
        const reply = await fetch(`/v1/streaming.${name}`, {
            method: "POST", headers: {"Content-Type": "application/json", "X-Api-Key": key}, body: JSON.stringify(body),
        });
        const answer = await reply.json();
        if (!reply.ok) throw new Error(`${name}: ${reply.status} ${JSON.stringify(answer)}`);
        return answer.data;
    };
    const video = document.createElement("video");
    video.muted = video.autoplay = video.playsInline = true;
    document.body.replaceChildren(video);
    const began = performance.now();
    const first = new Promise(resolve => video.requestVideoFrameCallback(() => resolve(performance.now() - began)));
    const session = await call("new", {avatar_id: avatar, quality: "high", video_encoding: "H264"});
    const peer = new RTCPeerConnection({iceServers: session.ice_servers2 ?? []});
    const stream = new MediaStream();
    video.srcObject = stream;
    peer.ontrack = event => stream.addTrack(event.track);
    const found = [];
    let send = candidate => found.push(candidate);
    peer.onicecandidate = event => event.candidate && send(event.candidate);
    await peer.setRemoteDescription(session.sdp);
    await peer.setLocalDescription(await peer.createAnswer());
    await call("start", {session_id: session.session_id, sdp: peer.localDescription});
    send = candidate => call("ice", {session_id: session.session_id, candidate: candidate.toJSON()}).catch(() => {});
    found.forEach(send);
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error("no picture within 15 s")), 15000));
    try {
        return await Promise.race([first, late]);
    } finally {
        await call("stop", {session_id: session.session_id});
        peer.close();
    }
}"""


async def measure(server, avatar, loads, browser_path):
    times = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"])
        try:
            # Two loads that do not count: the browser's own first time.
            for number in range(-2, loads):
                page = await browser.new_page()
                # An answer without scripts or security policy: what is measured is the API and the media.
                await page.goto(server + "/healthz", wait_until="commit")
                time = await page.evaluate(JOIN, [os.environ["VISAVIS_API_KEY"], avatar])
                await page.close()
                if number >= 0:
                    times.append(time)
        finally:
            await browser.close()
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="http://host:port")
    parser.add_argument("--avatar", default="ada")
    parser.add_argument("--loads", type=int, default=20)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    arguments = parser.parse_args()
    times = asyncio.run(measure(arguments.server, arguments.avatar, arguments.loads, arguments.browser))
    json.dump(times, sys.stdout)


if __name__ == "__main__":
    main()
