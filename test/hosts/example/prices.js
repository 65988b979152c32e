/** Prices in cents. */
const prices = { apple: 40, bread: 280, cheese: 650, milk: 120 };

/** @returns the price of one piece */
function priceOf(name) {
  return prices[name];
}

module.exports = { prices, priceOf };
