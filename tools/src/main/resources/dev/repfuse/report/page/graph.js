// The boxes of one side: what is told of them, and walking from one to the next.
class Graph {
  constructor(pane, data, chosen) {
    this.pane = pane;
    this.chosen = chosen;
    this.side = pane.dataset.side;
    this.data = data;
    this.svg = pane.querySelector('.graph');
    this.told = null;
    this.card = pane.querySelector('.facts');
    this.nodes = [...pane.querySelectorAll('.node')];
    this.next = this.nodes.map(() => []);
    this.previous = this.nodes.map(() => []);
    for (const [from, to] of this.svg ? data.links : []) {
      this.next[from].push(to);
      this.previous[to].push(from);
    }
    if (this.nodes.length > 0) {
      this.view = new View(this.svg);
      this.view.open(this.box(0));
      this.nodes[0].setAttribute('tabindex', '0');
      this.listen();
    }
  }

  index(id) {
    return Number(id.slice(1));
  }

  box(index) {
    const node = this.nodes[index];
    const [x, y] = node.getAttribute('transform').match(/-?[\d.]+/g).map(Number);
    const rect = node.firstElementChild;
    return {
      x, y,
      width: Number(rect.getAttribute('width')),
      height: Number(rect.getAttribute('height')),
    };
  }

  listen() {
    const near = event => event.target.closest('.node');
    this.svg.addEventListener('pointerover', event => this.tell(near(event) ?? this.told));
    this.svg.addEventListener('pointerleave', () => this.tell(this.told));
    // Not of the picture itself: a browser would take it for something that wants the focus.
    this.pane.addEventListener('focusin', event => {
      this.told = near(event);
      this.tell(this.told);
      if (this.told) {
        this.enter(this.told);
      }
    });
    this.pane.addEventListener('focusout', () => {
      this.told = null;
      this.tell(null);
    });
    this.svg.addEventListener('click', event => {
      if (this.view.travelled <= 4) {
        this.chosen(near(event)?.id);
      }
      this.view.travelled = 0;
    });
    this.svg.addEventListener('keydown', event => this.key(event, near(event)));
    this.pane.querySelectorAll('.tools button').forEach(button => {
      const acts = {
        in: () => this.view.zoom(STEP),
        out: () => this.view.zoom(1 / STEP),
        fit: () => this.view.fit(),
      };
      button.addEventListener('click', acts[button.dataset.act]);
    });
  }

  // The one box that Tab leads to is the one where one was last.
  enter(node) {
    this.svg.querySelector('.node[tabindex="0"]')?.setAttribute('tabindex', '-1');
    node.setAttribute('tabindex', '0');
    this.view.show(this.box(this.index(node.id)), false);
  }

  key(event, node) {
    const here = this.index(node.id);
    const steps = {
      ArrowDown: () => this.next[here][0],
      ArrowUp: () => this.previous[here][0],
      ArrowRight: () => this.beside(here, 1),
      ArrowLeft: () => this.beside(here, -1),
      Home: () => 0,
      End: () => this.nodes.length - 1,
    };
    const zooms = {'+': STEP, '=': STEP, '-': 1 / STEP};
    if (steps[event.key]) {
      const there = steps[event.key]();
      this.nodes[there ?? here].focus({preventScroll: true});
    } else if (zooms[event.key]) {
      this.view.zoom(zooms[event.key]);
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.chosen(node.id);
    } else {
      return;
    }
    event.preventDefault();
  }

  // The nearest box to one side, at the same height.
  beside(here, way) {
    const from = this.box(here);
    let best, least = Infinity;
    this.nodes.forEach((_, index) => {
      const box = this.box(index);
      const dx = (box.x - from.x) * way;
      const level = box.y < from.y + from.height && from.y < box.y + box.height;
      if (dx > 0 && level && dx < least) {
        best = index;
        least = dx;
      }
    });
    return best;
  }

  tell(node) {
    this.card.hidden = !node;
    if (!node) {
      return;
    }
    const {title, lines} = this.data.boxes[this.index(node.id)];
    const list = make('dl');
    for (const [word, what] of lines) {
      list.append(make('dt', word), make('dd', what));
    }
    this.card.replaceChildren(make('h4', title), list);
  }
}

function make(tag, text = '') {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
