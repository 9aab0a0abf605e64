// SPDX-License-Identifier: Apache-2.0

/** The shapes of balancers, servers, clients and others, by role: as points around 0,0, or a circle. */
const SHAPES = [
  [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  null,
  [[0, -1.25], [1.2, 0.95], [-1.2, 0.95]]
];

/** Draws on a canvas. Pens are all that the painter knows of where it draws. */
class CanvasPen {
  constructor(context) {
    this.context = context;
    this.widths = new Map();
  }

  /** Lines of one look, each as x1, y1, x2, y2. */
  lines(lines, colour, width, alpha, dash = []) {
    const {context} = this;
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    lines.forEach(([x1, y1, x2, y2]) => {
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    });
    context.stroke();
  }

  /** Polygons of one look, each as its points. */
  polygons(polygons, colour, alpha) {
    const {context} = this;
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.beginPath();
    polygons.forEach(points => {
      points.forEach(([x, y], index) => index === 0 ? context.moveTo(x, y) : context.lineTo(x, y));
      context.closePath();
    });
    context.fill();
  }

  disc(x, y, radius, colour, alpha) {
    const {context} = this;
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }

  ring(x, y, radius, colour, width) {
    const {context} = this;
    context.globalAlpha = 1;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash([]);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
  }

  box(x, y, width, height, colour, alpha) {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = colour;
    this.context.fillRect(x, y, width, height);
  }

  /** Text from x on, its middle at y, on a ground that keeps lines away from it. */
  text(x, y, text, colour, ground, alpha, font) {
    const {context} = this;
    context.font = font;
    context.textBaseline = 'middle';
    context.setLineDash([]);
    context.globalAlpha = alpha;
    context.strokeStyle = ground;
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  /** The text, or as much of it as is no wider. */
  fit(text, width, font) {
    const key = `${font} ${width} ${text}`;
    if (!this.widths.has(key)) {
      if (this.widths.size > 20000) {
        this.widths.clear();
      }
      this.widths.set(key, this.measured(text, width, font));
    }
    return this.widths.get(key);
  }

  measured(text, width, font) {
    this.context.font = font;
    if (this.context.measureText(text).width <= width) {
      return text;
    }
    let low = 0;
    let high = text.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.context.measureText(text.slice(0, middle) + '…').width <= width) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low === 0 ? '' : text.slice(0, low).trimEnd() + '…';
  }
}

/** Draws into the text of an SVG picture; what a text needs is measured by a canvas's pen. */
class SvgPen {
  constructor(measure) {
    this.measure = measure;
    this.parts = [];
  }

  lines(lines, colour, width, alpha, dash = []) {
    const path = lines.map(([x1, y1, x2, y2]) => `M${short(x1)} ${short(y1)}L${short(x2)} ${short(y2)}`).join('');
    this.parts.push(`<path d="${path}" stroke="${colour}" stroke-width="${width}" opacity="${short(alpha)}"${
      dash.length ? ` stroke-dasharray="${dash}"` : ''}/>`);
  }

  polygons(polygons, colour, alpha) {
    const path = polygons.map(points => `M${points.map(([x, y]) => `${short(x)} ${short(y)}`).join('L')}Z`).join('');
    this.parts.push(`<path d="${path}" fill="${colour}" opacity="${short(alpha)}"/>`);
  }

  disc(x, y, radius, colour, alpha) {
    this.parts.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" fill="${colour}" opacity="${
      short(alpha)}"/>`);
  }

  ring(x, y, radius, colour, width) {
    this.parts.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" fill="none" stroke="${colour
    }" stroke-width="${width}"/>`);
  }

  box(x, y, width, height, colour, alpha) {
    this.parts.push(`<path d="M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z" fill="${
      colour}" opacity="${short(alpha)}"/>`);
  }

  text(x, y, text, colour, ground, alpha, font) {
    this.parts.push(`<text x="${short(x)}" y="${short(y)}" dominant-baseline="middle" style="font:${
      font.replaceAll('"', '\'')}" fill="${colour}" stroke="${ground}" stroke-width="4" stroke-linejoin="round" `
      + `paint-order="stroke" opacity="${short(alpha)}">${markup(text)}</text>`);
  }

  fit(text, width, font) {
    return this.measure.fit(text, width, font);
  }

  picture(width, height, ground) {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="0 0 ${
      short(width)} ${short(height)}"><rect width="100%" height="100%" fill="${ground}"/>\n${
      this.parts.join('\n')}\n</svg>\n`;
  }
}

function short(number) {
  return Math.round(number * 100) / 100;
}

function markup(text) {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}

/** The mark of a role. */
function drawMark(pen, role, x, y, radius, colour, alpha) {
  const shape = SHAPES[role];
  if (shape) {
    pen.polygons([shape.map(([dx, dy]) => [x + dx * radius, y + dy * radius])], colour, alpha);
  } else {
    pen.disc(x, y, radius * 1.1, colour, alpha);
  }
}
