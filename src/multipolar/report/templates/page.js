document.querySelectorAll("table.sortable").forEach(function (table) {
  table.classList.add("live");
  var body = table.tBodies[0];
  table.querySelectorAll("th").forEach(function (head, column) {
    var down = false;
    head.addEventListener("click", function () {
      down = !down;
      var rows = Array.prototype.slice.call(body.rows);
      rows.sort(function (a, b) {
        var x = a.cells[column], y = b.cells[column];
        if (x.dataset.v === undefined) return x.textContent.localeCompare(y.textContent, "en") * (down ? 1 : -1);
        var u = parseFloat(x.dataset.v), v = parseFloat(y.dataset.v);
        if (isNaN(u) || isNaN(v)) return isNaN(u) - isNaN(v);
        return (u - v) * (down ? 1 : -1);
      });
      rows.forEach(function (row) { body.appendChild(row); });
    });
  });
});
