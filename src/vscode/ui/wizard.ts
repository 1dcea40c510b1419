import * as vscode from 'vscode';
import { describeError } from '../../diagnosis/describe-error.js';
import { setStatusBarMessage, setValidationMessage, setValidationWarning } from './notifications.js';

/** Thrown by a step to go back to the previous one. */
class GoBack extends Error {}

/** A step of a wizard. It returns the answers so far with its own. */
export interface WizardStep<S> {
  /** Whether the step is unnecessary, given the answers so far. */
  readonly skip?: (answers: S) => boolean;
  /** Whether the step does not ask, so that going back skips it. */
  readonly isSilent?: boolean;
  readonly ask: (ui: WizardUi, answers: S) => Promise<S>;
}

/**
 * The input of a wizard, to restore it when the user goes back, or cancels and starts again. It is kept in memory only,
 * and does not include passwords.
 */
export class Draft {
  readonly #given = new Map<string, { readonly proposed: string; readonly given: string }>();

  /** The earlier input for a question with the same default, otherwise the default. */
  recall(question: string, proposed: string): string {
    const known = this.#given.get(question);
    return known?.proposed === proposed ? known.given : proposed;
  }

  remember(question: string, proposed: string, given: string): void {
    this.#given.set(question, { proposed, given });
  }

  clear(): void {
    this.#given.clear();
  }
}

/** An item of a quick pick. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** A button that helps to answer, and leaves the question open. */
export interface HelpButton extends vscode.QuickInputButton {
  readonly run: () => Promise<void>;
}

/** A button that copies a text. */
export function copyButton(text: string, tooltip: string): HelpButton {
  return {
    iconPath: new vscode.ThemeIcon('clippy'),
    tooltip,
    run: async () => {
      await vscode.env.clipboard.writeText(text);
      setStatusBarMessage('check', vscode.l10n.t('Copied {0}', text));
    },
  };
}

/** A question for a text. */
export interface TextQuestion {
  readonly prompt: string;
  readonly value?: string;
  readonly placeHolder?: string;
  readonly password?: boolean;
  /** Returns the error message for the text, on each change. */
  readonly validate?: (text: string) => string | undefined;
  /** Buttons of the input box that help to answer. */
  readonly buttons?: readonly HelpButton[];
  /** Returns a warning for a text that is accepted anyway. */
  readonly warn?: (text: string) => string | undefined;
}

/**
 * Runs the steps in order. Going back discards the answers of later steps; their input is restored from the draft.
 *
 * @param draft the input of an earlier, canceled run; cleared when the wizard is completed
 * @returns all answers; `undefined` if the user canceled
 */
export async function runWizard<S>(
  title: string,
  steps: readonly WizardStep<S>[],
  initial: S,
  draft: Draft = new Draft(),
): Promise<S | undefined> {
  const visited: { readonly index: number; readonly answers: S }[] = [];
  let answers = initial;
  let index = 0;
  for (let step = steps[0]; step !== undefined; step = steps[index]) {
    if (step.skip?.(answers) === true) {
      index++;
      continue;
    }
    try {
      const before = answers;
      const progress = { step: visited.length + 1, of: countSteps(visited.length, steps.slice(index), answers) };
      answers = await step.ask(new WizardUi(title, progress, draft), answers);
      if (step.isSilent !== true) visited.push({ index, answers: before });
      index++;
    } catch (error) {
      if (error instanceof vscode.CancellationError) return undefined;
      if (!(error instanceof GoBack)) throw error;
      const previous = visited.pop();
      if (previous !== undefined) ({ index, answers } = previous);
    }
  }
  draft.clear();
  return answers;
}

/** The number of steps, given the answers so far; `undefined` if it depends on a silent step. */
function countSteps<S>(asked: number, steps: readonly WizardStep<S>[], answers: S): number | undefined {
  const left = steps.filter((step) => step.skip?.(answers) !== true);
  return left.some((step) => step.isSilent === true) ? undefined : asked + left.length;
}

/** The position in a wizard. */
interface WizardProgress {
  /** From 1. */
  readonly step: number;
  readonly of: number | undefined;
}

/** The inputs of a step. They reject when the user goes back or cancels. */
export class WizardUi {
  readonly #title: string;
  readonly #progress: WizardProgress;
  readonly #draft: Draft;

  constructor(title: string, progress: WizardProgress, draft: Draft) {
    this.#title = title;
    this.#progress = progress;
    this.#draft = draft;
  }

  /** Lets the user pick a choice. */
  pick<T>(placeHolder: string, choices: readonly Choice<T>[]): Promise<T> {
    const input = vscode.window.createQuickPick<Choice<T>>();
    input.items = choices;
    input.placeholder = placeHolder;
    const last = this.#draft.recall(placeHolder, '');
    input.activeItems = choices.filter(({ label }) => label === last);
    return this.#show(input, () => {
      const [chosen] = input.selectedItems;
      if (chosen !== undefined) this.#draft.remember(placeHolder, '', chosen.label);
      return chosen?.value;
    });
  }

  /** Asks for a text, and trims it. */
  async text(question: TextQuestion): Promise<string> {
    return this.textFor(question, (text) => Promise.resolve(text));
  }

  /** Asks for a text and processes it. An error of `work` is shown below the input, which stays open. */
  textFor<T>(question: TextQuestion, work: (text: string, signal: AbortSignal) => Promise<T>): Promise<T> {
    const input = vscode.window.createInputBox();
    const leaving = new AbortController();
    const { prompt, value: proposed = '', password = false } = question;
    input.prompt = prompt;
    input.value = password ? proposed : this.#draft.recall(prompt, proposed);
    input.password = password;
    if (question.placeHolder !== undefined) input.placeholder = question.placeHolder;
    input.onDidChangeValue((value) => {
      if (!password) this.#draft.remember(prompt, proposed, value);
      showRemarks(input, question);
    });
    if (input.value !== '') showRemarks(input, question);
    input.onDidHide(() => leaving.abort());
    return this.#show(
      input,
      async () => {
        const text = input.value.trim();
        const fault = question.validate?.(text);
        if (fault !== undefined) {
          setValidationMessage(input, fault);
          return undefined;
        }
        input.busy = true;
        input.enabled = false;
        try {
          return await work(text, leaving.signal);
        } catch (error) {
          setValidationMessage(input, describeError(error));
          return undefined;
        } finally {
          input.busy = false;
          input.enabled = true;
        }
      },
      question.buttons,
    );
  }

  /** Shows an input until `accept` returns a value; `undefined` keeps it open. */
  #show<T>(
    input: vscode.QuickPick<Choice<T>> | vscode.InputBox,
    accept: () => T | undefined | Promise<T | undefined>,
    buttons: readonly HelpButton[] = [],
  ): Promise<T> {
    input.title = this.#title;
    input.step = this.#progress.step;
    input.totalSteps = this.#progress.of;
    input.ignoreFocusOut = true;
    input.buttons = [...(this.#progress.step > 1 ? [vscode.QuickInputButtons.Back] : []), ...buttons];
    const answer = new Promise<T>((resolve, reject) => {
      input.onDidAccept(() => {
        Promise.resolve()
          .then(accept)
          .then((value) => {
            if (value !== undefined) resolve(value);
          })
          .catch(reject);
      });
      input.onDidTriggerButton((button) => {
        const help = buttons.find((one) => one === button);
        if (help === undefined) reject(new GoBack());
        else void help.run();
      });
      input.onDidHide(() => reject(new vscode.CancellationError()));
    });
    input.show();
    return answer.finally(() => input.dispose());
  }
}

/** Shows the error or the warning for the text below the input. */
function showRemarks(input: vscode.InputBox, { validate, warn }: TextQuestion): void {
  const text = input.value.trim();
  const fault = text === '' ? undefined : validate?.(text);
  if (fault === undefined) setValidationWarning(input, text === '' ? undefined : warn?.(text));
  else setValidationMessage(input, fault);
}
