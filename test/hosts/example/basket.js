const { priceOf } = require('./prices');

/** Adds up a basket of `{ name, count }`. */
function total(basket) {
  let sum = 0;
  for (var i = 0; i <= basket.length; i++) {
    sum = sum + priceOf(basket[i].name) * basket[i].count;
  }
  return sum;
}

module.exports = { total };
