/**
 * The path of a small graph, newest value at the right, the range from 0 to the greatest value; gaps where there was no
 * value.
 * @param {(number | null)[]} values
 * @param {{ width: number, height: number, length: number }} box `length` values fill the width
 * @returns {string} for an SVG path's `d`
 */
export function sparkline(values, { width, height, length }) {
  const shown = values.slice(-length);
  const greatest = Math.max(...shown.map((value) => value ?? 0), 1e-9);
  const step = width / Math.max(1, length - 1);
  const left = width - (shown.length - 1) * step;
  let path = "";
  let isDrawing = false;
  shown.forEach((value, index) => {
    if (value === null) {
      isDrawing = false;
      return;
    }
    const x = left + index * step;
    const y = height - (Math.max(0, value) / greatest) * height;
    path += `${isDrawing ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    isDrawing = true;
  });
  return path;
}
