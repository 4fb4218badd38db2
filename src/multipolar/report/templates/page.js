document.querySelectorAll("table.sortable").forEach(function (table) {
  var body = table.tBodies[0], heads = table.querySelectorAll("th");
  heads.forEach(function (head, column) {
    var button = document.createElement("button"), down = false;
    button.type = "button";
    button.title = "Sort";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    button.addEventListener("click", function () {
      down = !down;
      heads.forEach(function (other) { other.setAttribute("aria-sort", "none"); });
      head.setAttribute("aria-sort", down ? "ascending" : "descending");
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
