/**
 * The pages that an answer cites, where a backend that searched the web names them. Only complete web addresses count: what comes
 * from the network, or from a file, may be anything.
 */
import { listOf, objectOf, textOf } from './jsonShape';

export interface WebSource {
  /** `http:` or `https:`. */
  readonly url: string;
  readonly title?: string;
}

const mostSources = 100;
const maxUrlLength = 2000;
const maxTitleLength = 300;

/** Of a list of addresses, or of objects with `url` and `title`, also as `url_citation`; each address once. */
export function webSourcesOf(value: unknown): readonly WebSource[] {
  return listOf(value)
    .slice(0, mostSources)
    .flatMap((item) => sourceOf(item) ?? [])
    .reduce(withSource, []);
}

/** Both, each address once; a title counts wherever it comes. */
export function joinSources(one: readonly WebSource[], other: readonly WebSource[]): readonly WebSource[] {
  return [...one, ...other].reduce(withSource, []).slice(0, mostSources);
}

function withSource(sources: readonly WebSource[], source: WebSource): readonly WebSource[] {
  const known = sources.find(({ url }) => url === source.url);
  if (known === undefined) {
    return [...sources, source];
  }
  return known.title === undefined ? sources.map((other) => (other === known ? source : other)) : sources;
}

function sourceOf(item: unknown): WebSource | undefined {
  const { url_citation: citation, ...flat } = objectOf(item);
  const { url, title } = citation === undefined ? flat : objectOf(citation);
  const address = (textOf(item) ?? textOf(url) ?? '').trim();
  if (!/^https?:\/\//i.test(address) || address.length > maxUrlLength || !URL.canParse(address)) {
    return undefined;
  }
  const name = (textOf(title) ?? '')
    .slice(0, maxTitleLength)
    // Control and direction-changing characters could show another name than there is.
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/g, ' ')
    .trim();
  return { url: address, ...(name === '' ? {} : { title: name }) };
}
