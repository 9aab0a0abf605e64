// SPDX-License-Identifier: Apache-2.0

/** How strongly what is not meant is drawn while something is. */
const FADED = 0.14;
const LABEL_FONT = '11px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif';
/** In pixels: from here on there is room for words beside a mark. */
const LABEL_COLUMN = 92;
const LABEL_ROW = 15;

/** Colours, as the style sheet has them for the reader's scheme. */
function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(`--${name}`).trim();
  return {
    roles: ['balancer', 'server', 'client', 'other'].map(colour),
    paper: colour('paper'), ink: colour('ink'), soft: colour('soft'), line: colour('line'),
    past: colour('past'), future: colour('future'), found: colour('found')
  };
}

/**
 * Draws the part of the diagram that a view shows.
 *
 * scene: run, layout, slots (by process, -1 for hidden), stands (by event), strong (by event, or null
 * if all are), found (by event), cone (of the selected event, or null), selected, theme.
 * view: left, top, width, height of the part, in pixels of the diagram; rowHeight, columnWidth.
 */
function paint(pen, scene, view) {
  const first = Math.floor((view.top - TOP - BESIDE) / view.rowHeight);
  const last = Math.ceil((view.top + view.height - TOP + BESIDE) / view.rowHeight);
  const place = new Place(scene, view);
  paintLives(pen, scene, view, place);
  if (scene.cone) {
    paintCone(pen, scene, view, place);
  }
  paintMessages(pen, scene, view, place, first, last);
  paintEvents(pen, scene, view, place, first, last);
  if (view.columnWidth >= LABEL_COLUMN && view.rowHeight >= LABEL_ROW) {
    paintLabels(pen, scene, view, place, first, last);
  }
}

/** Where things are in the view. */
class Place {
  constructor(scene, view) {
    this.scene = scene;
    this.view = view;
    this.radius = Math.max(1.2, Math.min(5, view.rowHeight * 0.3));
  }

  x(process) {
    return MARGIN + (this.scene.slots[process] + 0.5) * this.view.columnWidth - this.labelShift() - this.view.left;
  }

  /** Marks stand left of the middle where words stand beside them. */
  labelShift() {
    return this.view.columnWidth >= LABEL_COLUMN ? this.view.columnWidth * 0.5 - 16 : 0;
  }

  y(row) {
    return TOP + row * this.view.rowHeight - this.view.top;
  }

  of(event) {
    return [this.x(this.scene.run.process[event]), this.y(this.scene.layout.row[event])];
  }
}

/** Space around the diagram, in pixels. */
const MARGIN = 24;
const TOP = 18;
/** As far as anything reaches that is drawn of an event. */
const BESIDE = 16;

function eachColumn(scene, visit) {
  scene.slots.forEach((slot, process) => {
    if (slot >= 0) {
      visit(process);
    }
  });
}

/** Row of the last shown event of a process among its first `number`; -1 if there is none. */
function rowUpTo(scene, process, number) {
  const latest = scene.layout.latest[process][number];
  return latest === 0 ? -1 : scene.layout.row[scene.run.events[process][latest - 1]];
}

/** Row of the first shown event of a process from this number on; -1 if there is none. */
function rowFrom(scene, process, number) {
  const latest = scene.layout.latest[process];
  const before = latest[number - 1];
  const next = firstAbove(latest, before);
  return next === latest.length ? -1 : scene.layout.row[scene.run.events[process][next - 1]];
}

function paintLives(pen, scene, view, place) {
  eachColumn(scene, process => {
    const x = place.x(process);
    if (x < -2 || x > view.width + 2) {
      return;
    }
    pen.box(x - 0.5, 0, 1, view.height, scene.theme.line, 0.25);
    const top = rowFrom(scene, process, 1);
    const bottom = rowUpTo(scene, process, scene.run.events[process].length);
    if (top >= 0) {
      paintSpan(pen, view, x, place.y(top), place.y(bottom), 1.5, scene.theme.line, 1);
    }
  });
}

function paintSpan(pen, view, x, top, bottom, width, colour, alpha) {
  const from = Math.max(-20, top);
  const to = Math.min(view.height + 20, bottom);
  if (from <= to) {
    pen.box(x - width / 2, from, width, Math.max(1, to - from), colour, alpha);
  }
}

/** What happened before the selected event and after it: broad bands, the future's with open sides. */
function paintCone(pen, scene, view, place) {
  const {past, future} = scene.cone;
  const width = Math.min(14, view.columnWidth * 0.5);
  eachColumn(scene, process => {
    const x = place.x(process);
    const last = past[process] > 0 ? rowUpTo(scene, process, past[process]) : -1;
    if (last >= 0) {
      paintSpan(pen, view, x, place.y(rowFrom(scene, process, 1)) - 5, place.y(last) + 5, width, scene.theme.past, 0.3);
    }
    const first = future[process] > 0 ? rowFrom(scene, process, future[process]) : -1;
    if (first >= 0) {
      const top = place.y(first) - 5;
      const bottom = place.y(rowUpTo(scene, process, scene.run.events[process].length)) + 5;
      paintSpan(pen, view, x - width / 2 + 1, top, bottom, 2, scene.theme.future, 0.9);
      paintSpan(pen, view, x + width / 2 - 1, top, bottom, 2, scene.theme.future, 0.9);
    }
  });
}

function isStrong(scene, event) {
  return !scene.strong || scene.strong[event] === 1;
}

/**
 * All messages of a colour at once: a path each would take too long where thousands cross the view. They are one pixel
 * wide, for broader lines take twice as long.
 */
function paintMessages(pen, scene, view, place, first, last) {
  const {run, layout, theme} = scene;
  const groups = [FADED, scene.strong ? 0.95 : 0.7].map(alpha => theme.roles.map(colour =>
    ({colour, alpha, lines: [], heads: []})));
  layout.eachMessage(first, last, message => {
    const from = layout.from[message];
    const to = layout.to[message];
    const [x1, y1] = place.of(from);
    const [x2, y2] = place.of(to);
    if (Math.max(x1, x2) >= 0 && Math.min(x1, x2) <= view.width) {
      const strong = isStrong(scene, from) && isStrong(scene, to) ? 1 : 0;
      const group = groups[strong][run.roles[run.process[from]]];
      group.lines.push([x1, y1, x2, y2]);
      if (place.radius > 3 && y2 < view.height + 20) {
        group.heads.push(arrowHead(x1, y1, x2, y2, place.radius));
      }
    }
  });
  groups.flat().filter(({lines}) => lines.length > 0).forEach(({colour, alpha, lines, heads}) => {
    pen.lines(lines, colour, 1, alpha);
    pen.polygons(heads, colour, alpha);
  });
}

/** The head of an arrow that ends at the edge of a mark. */
function arrowHead(x1, y1, x2, y2, radius) {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const dx = (x2 - x1) / length;
  const dy = (y2 - y1) / length;
  const x = x2 - dx * (radius + 1.5);
  const y = y2 - dy * (radius + 1.5);
  return [[x, y], [x - dx * 7 - dy * 2.8, y - dy * 7 + dx * 2.8], [x - dx * 7 + dy * 2.8, y - dy * 7 - dx * 2.8]];
}

function paintEvents(pen, scene, view, place, first, last) {
  const {run, theme, stands} = scene;
  scene.layout.eachEvent(first, last, event => {
    const [x, y] = place.of(event);
    if (x < -20 || x > view.width + 20) {
      return;
    }
    const role = run.roles[run.process[event]];
    const alpha = isStrong(scene, event) ? 1 : FADED;
    // What is faded must not shine through what lies on it, nor lines through it.
    drawMark(pen, role, x, y, place.radius, theme.paper, 1);
    if (stands[event] > 1) {
      paintFolded(pen, role, x, y, place.radius, theme.roles[role], alpha);
    } else {
      drawMark(pen, role, x, y, place.radius, theme.roles[role], alpha);
    }
    if (scene.found[event]) {
      pen.ring(x, y, place.radius + 4, theme.found, 2.5);
    }
    if (event === scene.selected) {
      pen.ring(x, y, place.radius + 5, theme.ink, 2.5);
    }
  });
}

/** Several events in one: three small marks along the process. */
function paintFolded(pen, role, x, y, radius, colour, alpha) {
  [-1, 0, 1].forEach(step => drawMark(pen, role, x, y + step * radius * 0.95, radius * 0.36, colour, alpha));
}

function paintLabels(pen, scene, view, place, first, last) {
  const {run, stands, theme} = scene;
  const width = view.columnWidth - 24;
  scene.layout.eachEvent(first, last, event => {
    const [x, y] = place.of(event);
    if (x > -view.columnWidth && x < view.width) {
      const text = stands[event] > 1 ? `${stands[event]} quiet events` : plain(run.textOf(event));
      const strong = isStrong(scene, event);
      pen.text(x + 11, y, pen.fit(text, width, LABEL_FONT), strong && scene.strong ? theme.ink : theme.soft, theme.paper,
        strong ? 1 : 0.25, LABEL_FONT);
    }
  });
}
