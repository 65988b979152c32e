/** What the chat's input suggests. A bundle of its own, for the searching in it: loaded when the chat is shown. */
import type { DraftAttachments } from './draftAttachments';
import type { Exclusions } from './exclusions';
import { PromptLibrary } from './promptLibrary';
import { Suggestions } from './suggestions';

interface Deps {
  readonly attachments: DraftAttachments;
  readonly exclusions: Exclusions;
  readonly say: (sentence: string) => void;
}

/** The caller disposes it. */
export function chatSuggestions(deps: Deps): Suggestions {
  return new Suggestions({ ...deps, prompts: new PromptLibrary() });
}
