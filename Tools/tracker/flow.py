"""In-between pictures of two frames of the same scene, by dense optical flow.

Dense inverse search (Kroeger et al., "Fast optical flow using dense inverse search", ECCV 2016), both directions.
Each in-between is made from both frames: each is warped to the in-between's instant and the two are blended, weighted
by nearness in time and, per pixel, by how well the two flows agree (a pixel that only one frame sees comes from it).
"""
import cv2
import numpy as np

# The flow is computed on pictures at most this wide: finer only follows noise, and time grows with the area.
FLOW_WIDTH = 640


def eased(time):
    """Half linear, half smoothstep; the body graph's bridges use the same curve for their landmarks."""
    return 0.5 * time + 0.5 * time * time * (3 - 2 * time)


def between(a, b, n):
    """Yields n pictures on the way from a to b, both left out.

    a and b are sequences of planes (uint8, luma first, the others of any size); so are the pictures.
    """
    height, width = a[0].shape
    small = (min(FLOW_WIDTH, width), max(8, round(height * min(FLOW_WIDTH, width) / width)))
    luma = [cv2.resize(picture[0], small, interpolation=cv2.INTER_AREA) for picture in (a, b)]
    there, back = _flow(*luma), _flow(*luma[::-1])
    grid = _grid(*small)
    trust = _agreement(there, back, grid), _agreement(back, there, grid)
    places = {plane.shape: _grid(*plane.shape[::-1]) for plane in a}
    for k in range(1, n + 1):
        t = eased(k / (n + 1))
        offsets = _offset(there, grid, t), _offset(back, grid, 1 - t)
        weights = [_at(trusted, grid - offset) * _nearness(1 - way)
                   for trusted, offset, way in zip(trust, offsets, (t, 1 - t))]
        picture = []
        for plane_a, plane_b in zip(a, b):
            moved = [_moved(plane, offset, places[plane.shape])
                     for plane, offset in zip((plane_a, plane_b), offsets)]
            scaled = [cv2.resize(weight, plane_a.shape[::-1], interpolation=cv2.INTER_LINEAR) for weight in weights]
            picture.append(cv2.blendLinear(*moved, *scaled))
        yield picture


def _flow(a, b):
    search = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    search.setFinestScale(0)
    return cv2.GaussianBlur(search.calc(a, b, None), (0, 0), 1.5)


def _grid(width, height):
    return np.dstack(np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)))


def _at(field, places):
    return cv2.remap(field, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _agreement(there, back, grid):
    """1 where going there and back ends at the start, towards 0 where it ends elsewhere (occlusion)."""
    miss = ((there + _at(back, grid + there)) ** 2).sum(2)
    return cv2.GaussianBlur(np.exp(-miss / 4), (0, 0), 2) + np.float32(0.02)


def _offset(flow, grid, way):
    """How far each pixel of the in-between has come. The flow belongs to a pixel's origin, so it is looked up there."""
    way = np.float32(way)
    offset = flow * way
    for _ in range(2):
        offset = way * _at(flow, grid - offset)
    return offset


def _moved(plane, offset, places):
    height, width = plane.shape
    scale = np.float32([width / offset.shape[1], height / offset.shape[0]])
    fine = cv2.resize(offset, (width, height), interpolation=cv2.INTER_LINEAR) * scale
    return cv2.remap(plane, places - fine, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _nearness(share):
    """Mixing two pictures averages their grain away, so each side keeps to its own picture but near the middle."""
    return np.float32(min(max((share - 0.5) * 1.5 + 0.5, 0.02), 0.98))
