/** Turns the element of a file reference into a link, once somebody has found that the file is there. */

/**
 * Makes the element a link that can be clicked, and reached and followed by keyboard. Call it once per element.
 *
 * @param open called each time that the reader follows the link
 */
export function activatePathLink(element: HTMLElement, open: () => void): void {
  element.classList.add('is-link');
  element.setAttribute('role', 'link');
  element.tabIndex = 0;
  element.addEventListener('click', (event) => {
    // Not while text is being selected: that ends with a click as well.
    if (element.ownerDocument.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    open();
  });
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    open();
  });
}
