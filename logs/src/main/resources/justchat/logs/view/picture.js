// SPDX-License-Identifier: Apache-2.0

/**
 * What was drawn last of the diagram, kept beside the screen: when the reader scrolls, it is moved, and only what was
 * not in view is drawn anew.
 */
class Picture {
  constructor() {
    this.canvas = document.createElement('canvas');
    this.pen = new CanvasPen(this.canvas.getContext('2d', {alpha: false}));
    /** Where its upper left corner is in the diagram; null if all has to be drawn anew. */
    this.corner = null;
  }

  forget() {
    this.corner = null;
  }

  /** Brings it to this view, whose edges are on whole pixels of the screen. */
  draw(scene, view, ratio) {
    const {canvas, corner} = this;
    const width = Math.round(view.width * ratio);
    const height = Math.round(view.height * ratio);
    const same = corner && canvas.width === width && canvas.height === height && corner.left === view.left;
    const down = same ? Math.round((view.top - corner.top) * ratio) : height;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    if (Math.abs(down) >= height) {
      this.drawPart(scene, view, ratio, 0, height);
    } else if (down !== 0) {
      this.move(-down);
      this.drawPart(scene, view, ratio, down > 0 ? height - down : 0, Math.abs(down));
    }
    this.corner = {left: view.left, top: view.top};
  }

  move(down) {
    const {context} = this.pen;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.drawImage(this.canvas, 0, down);
  }

  /** The rows of pixels from `from` on, so many. */
  drawPart(scene, view, ratio, from, count) {
    const {context} = this.pen;
    const height = count / ratio;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, from);
    context.beginPath();
    context.rect(0, 0, view.width, height);
    context.clip();
    this.pen.box(0, 0, view.width, height, scene.theme.paper, 1);
    paint(this.pen, scene, {...view, top: view.top + from / ratio, height});
    context.restore();
  }
}
