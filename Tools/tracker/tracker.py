#!/usr/bin/env python3
"""Looks at pictures for Visavis: face landmarks, person masks and in-between frames. One process, one job.

stdin:  one JSON line {"protocol": 1, "mode": ..., "width": W, "height": H, ...}, then binary requests.
stdout: one JSON line {"protocol": 1, "ready": true, "record_bytes": N}, then binary records, in order.
Pictures are I420 (Y, U, V planes without padding), numbers little-endian, coordinates pixels of the W x H picture,
x to the right, y down, z towards the camera negative. Closing stdin ends the process once its records are written.
A failure is one line "tracker: ..." on stderr and exit status 1; VISAVIS_TRACKER_VERBOSE=1 shows native logs too.

mode "track"    request: a picture. Options: working_height (pictures are shrunk to it; 720), count_every (look for
                all faces every n pictures; 0 never), hands_every (the same for hands).
                record: see TRACK_HEAD, then 478 x 3 float32 landmarks (all NaN without a face).
mode "segment"  request: a picture. record: W x H bytes, 0 background ... 255 person.
mode "flow"     request: uint32 n, then pictures A and B. record: n pictures on the way from A to B,
                slower at both ends (see flow.py).
"""
import json
import os
import struct

PROTOCOL = 1
LANDMARKS = 478
# mesh found (0/1), faces counted, hands seen (255: not looked for on this picture), 0;
# detection score; main face's box x, y, w, h; second largest face's box; y of the highest hand point (NaN: none).
TRACK_HEAD = struct.Struct("<4B10f")
NOT_LOOKED = 255
NAN = float("nan")


class Refused(Exception):
    """A request that cannot be served; its text is the line the parent shows."""


class Wire:
    """The binary stream: reads whole blocks, writes whole records, and mutes what native libraries print."""

    def __init__(self):
        self.source = os.fdopen(os.dup(0), "rb", buffering=0)
        self.sink = os.fdopen(os.dup(1), "wb", buffering=0)
        self.complaints = os.fdopen(os.dup(2), "w")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        # mediapipe logs through three libraries, some before their levels can be set.
        if not os.environ.get("VISAVIS_TRACKER_VERBOSE"):
            os.dup2(nowhere, 2)

    def line(self):
        text = bytearray()
        while not text.endswith(b"\n"):
            byte = self.source.read(1)
            if not byte or len(text) > 65536:
                raise Refused("the header line is missing")
            text += byte
        return text

    def block(self, size):
        """`size` bytes, or None at a clean end of input."""
        data = bytearray(size)
        view, filled = memoryview(data), 0
        while filled < size:
            count = self.source.readinto(view[filled:])
            if not count:
                if filled:
                    raise Refused(f"input ended inside a request ({filled} of {size} bytes)")
                return None
            filled += count
        return data

    def write(self, data):
        view = memoryview(data).cast("B")
        while view:
            view = view[self.sink.write(view):]


def planes(np, data, width, height):
    pixels = np.frombuffer(data, np.uint8)
    luma, chroma = width * height, width * height // 4
    return (pixels[:luma].reshape(height, width),
            pixels[luma:luma + chroma].reshape(height // 2, width // 2),
            pixels[luma + chroma:].reshape(height // 2, width // 2))


def rgb(cv2, np, data, width, height, working_height):
    """The picture as RGB, not higher than `working_height`."""
    parts = planes(np, data, width, height)
    if height > working_height:
        small = (max(2, round(width * working_height / height / 2) * 2), working_height // 2 * 2)
        half = (small[0] // 2, small[1] // 2)
        parts = [cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
                 for plane, size in zip(parts, (small, half, half))]
        width, height = small
    stacked = np.concatenate([plane.reshape(-1) for plane in parts]).reshape(height * 3 // 2, width)
    return cv2.cvtColor(stacked, cv2.COLOR_YUV2RGB_I420)


def track(wire, header, width, height):
    import cv2
    import numpy as np
    from mediapipe.python.solutions import face_detection, face_mesh, hands

    count_every, hands_every = int(header.get("count_every", 10)), int(header.get("hands_every", 0))
    working_height = int(header.get("working_height", 720))
    mesh = face_mesh.FaceMesh(static_image_mode=False, max_num_faces=1, refine_landmarks=True)
    # Range model 1 also sees people two to five metres away, which is what a second face usually is.
    detector = face_detection.FaceDetection(model_selection=1) if count_every else None
    palms = hands.Hands(static_image_mode=True, max_num_hands=2, model_complexity=0) if hands_every else None
    scale = np.array([width, height, width], np.float32)
    absent = np.full((LANDMARKS, 3), NAN, np.float32)
    ready(wire, TRACK_HEAD.size + absent.nbytes)
    index = 0
    while (data := wire.block(width * height * 3 // 2)) is not None:
        image = rgb(cv2, np, data, width, height, working_height)
        found = mesh.process(image).multi_face_landmarks
        points = absent
        if found:
            points = np.array([(p.x, p.y, p.z) for p in found[0].landmark], np.float32) * scale
        faces, score, boxes = NOT_LOOKED, NAN, []
        if detector and index % count_every == 0:
            seen = detector.process(image).detections or []
            faces = min(len(seen), NOT_LOOKED - 1)
            areas = [d.location_data.relative_bounding_box for d in seen]
            order = sorted(range(len(seen)), key=lambda i: -areas[i].width * areas[i].height)
            score = seen[order[0]].score[0] if seen else 0.0
            boxes = [v for i in order[:2] for v in (areas[i].xmin * width, areas[i].ymin * height,
                                                    areas[i].width * width, areas[i].height * height)]
        hand_count, hand_top = NOT_LOOKED, NAN
        if palms and index % hands_every == 0:
            shown = palms.process(image).multi_hand_landmarks or []
            hand_count = len(shown)
            hand_top = min((p.y * height for hand in shown for p in hand.landmark), default=NAN)
        head = TRACK_HEAD.pack(bool(found), faces, hand_count, 0, score, *(boxes + [NAN] * 8)[:8], hand_top)
        wire.write(head + points.tobytes())
        index += 1


def segment(wire, header, width, height):
    import cv2
    import numpy as np
    from mediapipe.python.solutions import selfie_segmentation

    model = selfie_segmentation.SelfieSegmentation(model_selection=0)
    ready(wire, width * height)
    while (data := wire.block(width * height * 3 // 2)) is not None:
        mask = model.process(rgb(cv2, np, data, width, height, height)).segmentation_mask
        wire.write((np.clip(mask, 0, 1) * 255 + 0.5).astype(np.uint8).tobytes())


def flow(wire, header, width, height):
    import numpy as np

    from flow import between

    size = width * height * 3 // 2
    ready(wire, size)
    while (count := wire.block(4)) is not None:
        (count,) = struct.unpack("<I", count)
        pictures = [wire.block(size), wire.block(size)]
        if not 0 < count <= 64 or None in pictures:
            raise Refused(f"a flow request needs two pictures and 1 to 64 in-between frames, not {count}")
        for picture in between(*(planes(np, data, width, height) for data in pictures), count):
            for plane in picture:
                wire.write(plane.tobytes())


def ready(wire, record_bytes):
    wire.write(json.dumps({"protocol": PROTOCOL, "ready": True, "record_bytes": record_bytes}).encode() + b"\n")


def main(wire):
    header = json.loads(wire.line())
    width, height = int(header.get("width", 0)), int(header.get("height", 0))
    if header.get("protocol") != PROTOCOL:
        raise Refused(f"protocol {header.get('protocol')} is not {PROTOCOL}")
    if not (16 <= width <= 8192 and 16 <= height <= 8192) or width % 2 or height % 2:
        raise Refused(f"pictures of {width} x {height} are not supported")
    modes = {"track": track, "segment": segment, "flow": flow}
    if header.get("mode") not in modes:
        raise Refused(f"mode {header.get('mode')!r} is unknown")
    modes[header["mode"]](wire, header, width, height)


if __name__ == "__main__":
    stream = Wire()
    try:
        main(stream)
    except (BrokenPipeError, KeyboardInterrupt):
        status = 1
    except Exception as error:  # whatever it is, the parent must get one line that names it
        print(f"tracker: {error or type(error).__name__}".replace("\n", " "), file=stream.complaints, flush=True)
        status = 1
    else:
        status = 0
    # Native threads of the models may still run; leave at once instead of joining them.
    os._exit(status)
