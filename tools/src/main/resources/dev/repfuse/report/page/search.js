// Finding boxes of both sides by name or operator.
class Search {
  constructor(graphs) {
    this.input = document.getElementById('search');
    this.status = document.getElementById('found');
    this.graphs = graphs;
    this.hits = [];
    this.at = 0;
    this.input.addEventListener('input', () => this.look());
    this.input.addEventListener('keydown', event => {
      if (event.key === 'Enter' && this.hits.length > 0) {
        event.preventDefault();
        this.at = (this.at + (event.shiftKey ? this.hits.length - 1 : 1)) % this.hits.length;
        this.show();
      }
    });
  }

  look() {
    const words = this.input.value.trim().toLowerCase();
    this.hits = [];
    this.at = 0;
    for (const graph of words ? this.graphs : []) {
      graph.data.boxes.forEach(({title}, index) => {
        if (title.toLowerCase().includes(words) && graph.svg) {
          this.hits.push({graph, index});
        }
      });
    }
    this.show();
    if (words && this.hits.length === 0) {
      this.status.value = 'nothing found';
    }
  }

  show() {
    document.querySelectorAll('.found').forEach(node => node.classList.remove('found'));
    const hit = this.hits[this.at];
    this.status.value = hit ? `${this.at + 1} of ${this.hits.length}, ${hit.graph.side}` : '';
    if (hit) {
      const node = hit.graph.nodes[hit.index];
      node.classList.add('found');
      hit.graph.view.show(hit.graph.box(hit.index), true);
      hit.graph.tell(node);
    }
  }
}
