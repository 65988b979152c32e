/** How many tokens parts of VS Code's language model API are about: for callers that ask often, so without making a request of them. */
import { imageSize } from '../imageSize';
import { estimateTokens, imageTokens } from '../tokens';
import { dataContent } from './dataPart';
import type { NativePart } from './nativeMessage';
import { promptTsxText } from './promptTsxText';

/** Role and separators. */
const tokensPerMessage = 5;

/** Of one message with these parts. */
export function messageTokens(parts: readonly NativePart[]): number {
  return parts.reduce((sum, part) => sum + partTokens(part), tokensPerMessage);
}

function partTokens(part: NativePart): number {
  switch (part.type) {
    case 'text':
      return estimateTokens(part.text);
    case 'data': {
      const content = dataContent(part);
      if (content === undefined) {
        return 0;
      }
      return content.type === 'text' ? estimateTokens(content.text) : imageTokens(imageSize(part.data));
    }
    case 'toolCall':
      return tokensPerMessage + estimateTokens(part.name + (JSON.stringify(part.input) || ''));
    case 'toolResult':
      return messageTokens(part.content);
    case 'promptTsx':
      return estimateTokens(promptTsxText(part.value));
  }
}
