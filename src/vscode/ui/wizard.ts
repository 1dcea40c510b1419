import * as vscode from 'vscode';
import { describeError } from '../../diagnosis/describe-error.js';
import { setValidationMessage } from './notifications.js';

/** Thrown by a step to go to the one before. */
class GoBack extends Error {}

/** One question of several. It answers with the answers so far and its own. */
export interface WizardStep<S> {
  /** Whether the answers so far make the question needless. */
  readonly skip?: (answers: S) => boolean;
  /** Whether it asks nothing by itself, so that going back passes it. */
  readonly isSilent?: boolean;
  readonly ask: (ui: WizardUi, answers: S) => Promise<S>;
}

/** A choice of a quick pick. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** A text to ask for. */
export interface TextQuestion {
  readonly prompt: string;
  readonly value?: string;
  readonly placeHolder?: string;
  readonly password?: boolean;
  /** Says what is wrong with the text while it is typed. */
  readonly validate?: (text: string) => string | undefined;
}

/**
 * Asks one step after another. Each can go back to the one before; the answers of the way there are
 * kept only until then.
 *
 * @returns all answers; `undefined` if the user left
 */
export async function runWizard<S>(title: string, steps: readonly WizardStep<S>[], initial: S): Promise<S | undefined> {
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
      answers = await step.ask(new WizardUi(title, index + 1, steps.length, visited.length > 0), answers);
      if (step.isSilent !== true) visited.push({ index, answers: before });
      index++;
    } catch (error) {
      if (error instanceof vscode.CancellationError) return undefined;
      if (!(error instanceof GoBack)) throw error;
      const previous = visited.pop();
      if (previous !== undefined) ({ index, answers } = previous);
    }
  }
  return answers;
}

/** The inputs of one step. Each throws when the user goes back or leaves. */
export class WizardUi {
  readonly #title: string;
  readonly #step: number;
  readonly #totalSteps: number;
  readonly #canGoBack: boolean;

  constructor(title: string, step: number, totalSteps: number, canGoBack: boolean) {
    this.#title = title;
    this.#step = step;
    this.#totalSteps = totalSteps;
    this.#canGoBack = canGoBack;
  }

  /** Lets the user pick one of several. */
  pick<T>(placeHolder: string, choices: readonly Choice<T>[]): Promise<T> {
    const input = vscode.window.createQuickPick<Choice<T>>();
    input.items = choices;
    input.placeholder = placeHolder;
    return this.#show(input, () => input.selectedItems[0]?.value);
  }

  /** Asks for a text; it is trimmed. */
  async text(question: TextQuestion): Promise<string> {
    return this.textFor(question, (text) => Promise.resolve(text));
  }

  /** Asks for a text and works on it; what that throws is shown at the text, which stays to be fixed. */
  textFor<T>(question: TextQuestion, work: (text: string, signal: AbortSignal) => Promise<T>): Promise<T> {
    const input = vscode.window.createInputBox();
    const leaving = new AbortController();
    input.prompt = question.prompt;
    input.value = question.value ?? '';
    input.password = question.password ?? false;
    if (question.placeHolder !== undefined) input.placeholder = question.placeHolder;
    input.onDidChangeValue((value) => {
      setValidationMessage(input, value.trim() === '' ? undefined : question.validate?.(value.trim()));
    });
    input.onDidHide(() => leaving.abort());
    return this.#show(input, async () => {
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
    });
  }

  /** Shows an input until `accept` has an answer; `undefined` keeps it open. */
  #show<T>(
    input: vscode.QuickPick<Choice<T>> | vscode.InputBox,
    accept: () => T | undefined | Promise<T | undefined>,
  ): Promise<T> {
    input.title = this.#title;
    input.step = this.#step;
    input.totalSteps = this.#totalSteps;
    input.ignoreFocusOut = true;
    input.buttons = this.#canGoBack ? [vscode.QuickInputButtons.Back] : [];
    const answer = new Promise<T>((resolve, reject) => {
      input.onDidAccept(async () => {
        const value = await accept();
        if (value !== undefined) resolve(value);
      });
      input.onDidTriggerButton(() => reject(new GoBack()));
      input.onDidHide(() => reject(new vscode.CancellationError()));
    });
    input.show();
    return answer.finally(() => input.dispose());
  }
}
