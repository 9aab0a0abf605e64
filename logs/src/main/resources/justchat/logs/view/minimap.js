// SPDX-License-Identifier: Apache-2.0

/** The whole run as a strip: where its events are, what was found, and which part is in view. */
class Minimap {
  constructor(canvas, onJump) {
    this.canvas = canvas;
    this.pixels = document.createElement('canvas');
    const jump = event => {
      if (event.buttons & 1) {
        onJump(event.offsetY / canvas.clientHeight);
      }
    };
    canvas.addEventListener('pointerdown', event => {
      canvas.setPointerCapture(event.pointerId);
      jump(event);
    });
    canvas.addEventListener('pointermove', jump);
  }

  /** Draws what stays the same while the reader scrolls. */
  prepare(scene) {
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = this.pixels.width = Math.max(1, Math.round(this.canvas.clientWidth * ratio));
    this.canvas.height = this.pixels.height = Math.max(1, Math.round(this.canvas.clientHeight * ratio));
    const {run, layout, theme} = scene;
    const {width, height} = this.pixels;
    const context = this.pixels.getContext('2d');
    const columns = Math.max(1, scene.slots.reduce((most, slot) => Math.max(most, slot + 1), 0));
    const step = height / Math.max(1, layout.rowCount);
    const size = Math.max(1, Math.min(3 * ratio, step));
    const wide = Math.max(1, Math.min(3 * ratio, width / columns));
    for (const [strong, alpha] of [[false, 0.15], [true, 0.75]]) {
      context.globalAlpha = alpha;
      run.processes.forEach((_, process) => {
        context.fillStyle = theme.roles[run.roles[process]];
        const x = (scene.slots[process] + 0.5) / columns * (width - 10 * ratio) + 2 * ratio;
        run.events[process].forEach(event => {
          if (layout.row[event] >= 0 && isStrong(scene, event) === strong) {
            context.fillRect(x, layout.row[event] * step, wide, size);
          }
        });
      });
    }
    context.globalAlpha = 1;
    context.fillStyle = theme.found;
    scene.found.forEach((found, event) => {
      if (found && layout.row[event] >= 0) {
        context.fillRect(width - 5 * ratio, layout.row[event] * step, 5 * ratio, Math.max(size, 1.5 * ratio));
      }
    });
    if (scene.selected >= 0 && layout.row[scene.selected] >= 0) {
      context.fillStyle = theme.ink;
      context.fillRect(0, layout.row[scene.selected] * step - ratio, width, 2 * ratio);
    }
  }

  /** `from` and `to`: what is in view, as parts of the whole. */
  draw(theme, from, to) {
    const context = this.canvas.getContext('2d');
    const {width, height} = this.canvas;
    context.clearRect(0, 0, width, height);
    context.drawImage(this.pixels, 0, 0);
    const top = Math.min(from * height, height - 6);
    context.globalAlpha = 0.08;
    context.fillStyle = theme.ink;
    context.fillRect(0, top, width, Math.max(6, (to - from) * height));
    context.globalAlpha = 0.5;
    context.strokeStyle = theme.ink;
    context.strokeRect(0.5, top + 0.5, width - 1, Math.max(6, (to - from) * height) - 1);
    context.globalAlpha = 1;
  }
}
