// A picture that can be moved and zoomed.
const LEAST = 0.02, MOST = 3, READABLE = 0.45, STEP = 1.3;

class View {
  constructor(svg) {
    this.svg = svg;
    this.camera = svg.querySelector('.camera');
    this.width = Number(svg.dataset.width);
    this.height = Number(svg.dataset.height);
    this.fingers = new Map();
    this.travelled = 0;
    this.listen();
  }

  size() {
    return this.svg.getBoundingClientRect();
  }

  // At first: the upper end, as large as it fits while its letters can be read.
  open(first) {
    const {width, height} = this.size();
    this.scale = Math.min(1, Math.max(0.6, width / (this.width + 40)));
    const middle = this.width * this.scale > width ? first.x + first.width / 2 : this.width / 2;
    this.x = width / 2 - middle * this.scale;
    this.y = Math.max(20, (height - this.height * this.scale) / 2);
    this.draw();
  }

  fit() {
    const {width: w, height: h} = this.size();
    this.scale = Math.max(LEAST, Math.min(1, (w - 30) / this.width, (h - 30) / this.height));
    this.x = (w - this.width * this.scale) / 2;
    this.y = (h - this.height * this.scale) / 2;
    this.draw();
  }

  draw() {
    this.camera.setAttribute('transform', `translate(${this.x} ${this.y}) scale(${this.scale})`);
    this.svg.classList.toggle('far', this.scale < READABLE);
  }

  zoom(factor, x = this.size().width / 2, y = this.size().height / 2) {
    const scale = Math.max(LEAST, Math.min(MOST, this.scale * factor));
    this.x = x - (x - this.x) * scale / this.scale;
    this.y = y - (y - this.y) * scale / this.scale;
    this.scale = scale;
    this.draw();
  }

  move(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.draw();
  }

  // Brings a box to the middle; one that can be seen already stays where it is, unless asked.
  show(box, always) {
    const {width: w, height: h} = this.size();
    if (always && this.scale < READABLE) {
      this.scale = 0.8;
    }
    const x = this.x + (box.x + box.width / 2) * this.scale;
    const y = this.y + (box.y + box.height / 2) * this.scale;
    if (always || x < 60 || x > w - 60 || y < 40 || y > h * 0.7) {
      this.move(w / 2 - x, h * 0.4 - y);
    }
  }

  listen() {
    const svg = this.svg;
    svg.addEventListener('wheel', event => this.wheel(event), {passive: false});
    svg.addEventListener('pointerdown', event => this.press(event));
    svg.addEventListener('pointermove', event => this.drag(event));
    for (const end of ['pointerup', 'pointercancel']) {
      svg.addEventListener(end, event => this.release(event));
    }
  }

  // Scrolling moves the picture as far as it goes, and then the page.
  wheel(event) {
    const at = this.size();
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 240), event.clientX - at.left, event.clientY - at.top);
      return;
    }
    const most = 40, least = at.height - this.height * this.scale - 40;
    const y = Math.max(Math.min(least, this.y), Math.min(most, this.y - event.deltaY));
    if (Math.abs(y - this.y) >= 1 || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.move(-event.deltaX, y - this.y);
    }
  }

  press(event) {
    this.fingers.set(event.pointerId, event);
    this.travelled = 0;
  }

  drag(event) {
    const last = this.fingers.get(event.pointerId);
    if (!last) {
      return;
    }
    const dx = event.clientX - last.clientX, dy = event.clientY - last.clientY;
    this.travelled += Math.abs(dx) + Math.abs(dy);
    if (this.travelled > 4 && !this.svg.hasPointerCapture(event.pointerId)) {
      this.svg.setPointerCapture(event.pointerId);
      this.svg.classList.add('dragging');
    }
    const others = [...this.fingers.values()].filter(other => other.pointerId !== event.pointerId);
    if (others.length > 0) {
      this.pinch(last, event, others[0]);
    }
    this.move(others.length > 0 ? dx / 2 : dx, others.length > 0 ? dy / 2 : dy);
    this.fingers.set(event.pointerId, event);
  }

  pinch(last, now, other) {
    const span = finger =>
        Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
    const at = this.size();
    const x = (now.clientX + other.clientX) / 2, y = (now.clientY + other.clientY) / 2;
    this.zoom(span(now) / Math.max(1, span(last)), x - at.left, y - at.top);
  }

  release(event) {
    this.fingers.delete(event.pointerId);
    this.svg.classList.remove('dragging');
  }
}
