/**
 * What runs inside the pages that are measured: each function is handed over as its source, so it may use nothing from outside
 * itself. Times are those of `Date.now()`, which all processes of a machine share.
 */

/** How an answer came to one page. */
export interface AnswerProbe {
  /** The moment of the Enter key, of the first character of the answer in the page, and of its last words; 0 until then. */
  enteredAt: number;
  firstTextAt: number;
  completeAt: number;
  /** Milliseconds of each task of more than 50. */
  readonly longTasks: number[];
  /** Resolves when the last words are there. */
  readonly complete: Promise<void>;
}

interface ProbedWindow extends Window {
  aceBenchPressedAt?: number;
  aceBenchUsableAt?: number;
  aceBenchAnswer?: AnswerProbe;
}

/** For every document, before its own scripts: notes the last press of the mouse, and when a chat's input has the cursor. */
export function watchOpening(): void {
  const probed: ProbedWindow = window;
  if (window === window.top) {
    const onPress = (): void => {
      probed.aceBenchPressedAt = Date.now();
    };
    window.addEventListener('pointerup', onPress, { capture: true });
    return;
  }
  // A webview's document is written anew once it is there, which ends listeners but no timers.
  if (window.parent === window.top) return;
  const timer = setInterval(() => {
    if (!(document.activeElement instanceof HTMLTextAreaElement) || !document.hasFocus()) return;
    probed.aceBenchUsableAt = Date.now();
    clearInterval(timer);
  }, 4);
}

/** In the window: the last press of the mouse. */
export function readPressedAt(): number {
  return (window as ProbedWindow).aceBenchPressedAt ?? 0;
}

/** In the chat's page: since when its input has had the cursor; 0 where it has not. */
export function readUsableAt(): number {
  return (window as ProbedWindow).aceBenchUsableAt ?? 0;
}

/** In the chat's page, before a question: follows the next answer, which ends with these words in a block of their own. */
export function watchAnswer(lastWords: string): void {
  const answers = document.getElementsByClassName('markdown');
  const before = answers.length;
  let setComplete = (): void => undefined;
  const complete = new Promise<void>((resolve) => {
    setComplete = resolve;
  });
  const probe: AnswerProbe = { enteredAt: 0, firstTextAt: 0, completeAt: 0, longTasks: [], complete };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') probe.enteredAt = Date.now();
  };
  window.addEventListener('keydown', onKey, { capture: true, once: true });
  const changes = new MutationObserver(() => {
    const answer = answers[before];
    const end = answer?.lastElementChild?.textContent ?? '';
    if (end === '') return;
    if (probe.firstTextAt === 0) probe.firstTextAt = Date.now();
    if (!end.includes(lastWords)) return;
    probe.completeAt = Date.now();
    changes.disconnect();
    setComplete();
  });
  changes.observe(document.body, { subtree: true, childList: true, characterData: true });
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.longTasks.push(duration);
  });
  tasks.observe({ type: 'longtask' });
  (window as ProbedWindow).aceBenchAnswer = probe;
}

/** In the chat's page. @throws where nothing is watched */
export async function untilAnswerIsComplete(): Promise<void> {
  const probe = (window as ProbedWindow).aceBenchAnswer;
  if (probe === undefined) throw new Error('No answer is watched.');
  await probe.complete;
}

/** In the chat's page: what was seen of the answer. @throws where nothing is watched */
export function readAnswer(): Omit<AnswerProbe, 'complete'> {
  const probe = (window as ProbedWindow).aceBenchAnswer;
  if (probe === undefined) throw new Error('No answer is watched.');
  const { enteredAt, firstTextAt, completeAt, longTasks } = probe;
  return { enteredAt, firstTextAt, completeAt, longTasks };
}
