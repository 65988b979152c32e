/** Does something once an element comes into view: what costs the host or the memory something is not asked for before. */

export class WhenSeen {
  readonly #runs = new WeakMap<Element, () => void>();
  readonly #observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) {
        this.#observer.unobserve(target);
        this.#runs.get(target)?.();
      }
    }
  });

  watch(element: Element, run: () => void): void {
    this.#runs.set(element, run);
    this.#observer.observe(element);
  }
}
