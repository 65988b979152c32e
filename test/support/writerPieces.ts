/** The answer that a writing process lets come, which the test knows, too. Now and then a piece is large. */
export function pieceOf(name: string, index: number): string {
  return index % 40 === 39 ? ` ${name}`.repeat(20_000) : ` ${name}${String(index)}é`;
}

/** The first pieces, in all at least `length` long. */
export function piecesOf(name: string, length: number): string {
  let text = '';
  for (let index = 0; text.length < length; index += 1) {
    text += pieceOf(name, index);
  }
  return text;
}
