const { total } = require('./basket');

/** One line per article, and the sum. */
function receipt(basket) {
  const lines = basket.map(({ name, count }) => `${count} x ${name}`);
  return [...lines, `Total: ${(total(basket) / 100).toFixed(2)}`].join('\n');
}

module.exports = { receipt };
