// Puts the parts together: what is chosen on one side is shown on the other.
const data = JSON.parse(document.getElementById('data').textContent);
const said = document.getElementById('said');
const graphs = [...document.querySelectorAll('.pane')].map(
    pane => new Graph(pane, data[pane.dataset.side], id => id ? choose(id) : clear()));
const regionsOf = new Map();
for (const region of data.regions) {
  for (const id of region) {
    regionsOf.set(id, [...(regionsOf.get(id) ?? []), region]);
  }
}
const graphOf = id => graphs.find(graph => graph.side[0] === id[0]);

function clear() {
  document.querySelectorAll('.picked, .chosen').forEach(node => {
    node.classList.remove('picked', 'chosen');
    node.setAttribute('aria-selected', 'false');
  });
  document.querySelectorAll('.picking').forEach(svg => svg.classList.remove('picking'));
  said.textContent = '';
}

function choose(id) {
  clear();
  const ids = new Set([id, ...(regionsOf.get(id) ?? []).flat()]);
  for (const picked of ids) {
    const node = document.getElementById(picked);
    node?.classList.add('picked');
    node?.setAttribute('aria-selected', 'true');
  }
  document.getElementById(id)?.classList.add('chosen');
  graphs.forEach(graph => graph.svg?.classList.add('picking'));
  const others = [...ids].filter(other => other[0] !== id[0]);
  const opposite = others.length > 0 ? graphOf(others[0]) : null;
  if (opposite?.svg) {
    opposite.view.show(opposite.box(opposite.index(others[others.length >> 1])), true);
  }
  said.textContent = others.length === 0
      ? 'No node on the other side.'
      : `${others.length} ${others.length === 1 ? 'node' : 'nodes'} on the other side: `
          + others.slice(0, 5)
              .map(other => graphOf(other).data.boxes[graphOf(other).index(other)]?.title ?? 'not drawn')
              .join(', ');
}

function go(id) {
  const graph = graphOf(id);
  if (graph?.svg) {
    graph.view.show(graph.box(graph.index(id)), true);
    choose(id);
    graph.svg.scrollIntoView({block: 'center'});
    graph.nodes[graph.index(id)].focus({preventScroll: true});
  }
}

document.addEventListener('click', event => {
  const button = event.target.closest('[data-go]');
  if (button) {
    go(button.dataset.go);
  }
});
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    clear();
    graphs.forEach(graph => graph.tell(null));
  }
});
new Search(graphs);
