/** Every command with the parts that it works on. What each does is in the file of its name in `commands/`. */
import type { AnswerOptions } from './answers/answerOptions';
import type { ChatController } from './chat/chatController';
import type { ChatViewProvider } from './chat/chatViewProvider';
import { acceptAllHunks } from './commands/acceptAllHunks';
import { acceptHunk } from './commands/acceptHunk';
import { addFileToChat } from './commands/addFileToChat';
import { addSelectionToChat } from './commands/addSelectionToChat';
import { answerOptions } from './commands/answerOptions';
import { askAboutExplanation } from './commands/askAboutExplanation';
import { checkConnection } from './commands/checkConnection';
import { clearToken } from './commands/clearToken';
import { closeExplanation } from './commands/closeExplanation';
import { continueExplanation } from './commands/continueExplanation';
import { copyChat } from './commands/copyChat';
import { deleteChat } from './commands/deleteChat';
import { documentSelection } from './commands/documentSelection';
import { explainSelection } from './commands/explainSelection';
import { exportChat } from './commands/exportChat';
import { exportUsage } from './commands/exportUsage';
import { fixProblem } from './commands/fixProblem';
import { generateTests } from './commands/generateTests';
import { importChats } from './commands/importChats';
import { newChat } from './commands/newChat';
import { nextHunk } from './commands/nextHunk';
import { nextProposal } from './commands/nextProposal';
import { openChat } from './commands/openChat';
import { openConsole } from './commands/openConsole';
import { sendParametersAgain } from './commands/sendParametersAgain';
import { previousHunk } from './commands/previousHunk';
import { previousProposal } from './commands/previousProposal';
import { refactorSelection } from './commands/refactorSelection';
import { rejectAllHunks } from './commands/rejectAllHunks';
import { rejectHunk } from './commands/rejectHunk';
import { renameChat } from './commands/renameChat';
import { retryExplanation } from './commands/retryExplanation';
import { selectModel } from './commands/selectModel';
import { selectTools } from './commands/selectTools';
import { setToken } from './commands/setToken';
import { showHistory } from './commands/showHistory';
import { showLog } from './commands/showLog';
import { showProposalAsDiff } from './commands/showProposalAsDiff';
import { showUsage } from './commands/showUsage';
import { stopEdit } from './commands/stopEdit';
import { stopExplanation } from './commands/stopExplanation';
import { stopProposal } from './commands/stopProposal';
import { tryProposalAgain } from './commands/tryProposalAgain';
import { describeBranch } from './commands/describeBranch';
import { explainChanges } from './commands/explainChanges';
import { generateAllCommitMessages } from './commands/generateAllCommitMessages';
import { generateCommitMessage } from './commands/generateCommitMessage';
import { splitChanges } from './commands/splitChanges';
import { stopCommitMessage } from './commands/stopCommitMessage';
import type { Command } from './commands/command';
import type { CommitTools } from './commit/commitTools';
import type { ConnectionCheck } from './connection/connectionCheck';
import type { DraftAttachments } from './context/draftAttachments';
import type { Explanations } from './explain/explanations';
import type { ChatActions } from './history/chatActions';
import type { ChatArchive } from './history/chatArchive';
import type { HistoryPick } from './history/historyPick';
import type { ConfiguredModel } from './platform/configuredModel';
import type { LiveModels } from './platform/liveModels';
import type { Log } from './platform/log';
import type { TokenStore } from './platform/tokenStore';
import type { Reviews } from './review/reviews';
import type { SelectionEdits } from './selection/selectionEdits';
import type { UsageView } from './usage/usageView';

/** Functions load their part with the first use. */
interface Parts {
  readonly tokens: TokenStore;
  readonly live: LiveModels;
  readonly log: Log;
  readonly controller: ChatController;
  readonly view: ChatViewProvider;
  readonly attachments: DraftAttachments;
  readonly actions: ChatActions;
  /** Shows the chat. */
  readonly reveal: () => Promise<void>;
  readonly history: () => Promise<HistoryPick>;
  readonly archive: () => Promise<ChatArchive>;
  readonly answers: () => Promise<AnswerOptions>;
  readonly commits: () => Promise<CommitTools>;
  readonly explanations: () => Promise<Explanations>;
  readonly edits: () => Promise<SelectionEdits>;
  readonly reviews: () => Promise<Reviews>;
  readonly usage: () => Promise<UsageView>;
  readonly parameters: ConfiguredModel;
  readonly connection: () => Promise<ConnectionCheck>;
}

export function allCommands(parts: Parts): readonly Command[] {
  const { tokens, live, log, controller, view, attachments, actions, reveal } = parts;
  const { history, archive, answers, commits, explanations, edits, reviews, usage, parameters, connection } = parts;
  return [
    setToken({ tokens, directory: live }),
    clearToken(tokens),
    openChat(view),
    newChat(controller, view),
    showHistory(history),
    renameChat(controller, actions),
    deleteChat(controller, actions),
    exportChat(controller, archive),
    importChats(archive, actions),
    copyChat(controller, archive),
    addSelectionToChat({ attachments, reveal }),
    addFileToChat({ attachments, reveal }),
    explainSelection(explanations),
    askAboutExplanation(explanations),
    stopExplanation(explanations),
    retryExplanation(explanations),
    continueExplanation(explanations),
    closeExplanation(explanations),
    refactorSelection(edits),
    fixProblem(edits),
    documentSelection(edits),
    generateTests(edits),
    stopEdit(edits),
    acceptHunk(reviews),
    rejectHunk(reviews),
    acceptAllHunks(reviews),
    rejectAllHunks(reviews),
    nextHunk(reviews),
    previousHunk(reviews),
    stopProposal(reviews),
    tryProposalAgain(reviews),
    showProposalAsDiff(reviews),
    previousProposal(reviews),
    nextProposal(reviews),
    generateCommitMessage(commits),
    stopCommitMessage(commits),
    generateAllCommitMessages(commits),
    explainChanges(commits),
    describeBranch(commits),
    splitChanges(commits),
    selectModel({ controller, live }),
    answerOptions({ controller, answers, reveal }),
    selectTools({ controller, reveal }),
    sendParametersAgain(parameters),
    showUsage(usage),
    exportUsage(usage),
    openConsole(),
    checkConnection(connection),
    showLog(log),
  ];
}
