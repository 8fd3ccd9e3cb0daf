import type { CaseView } from '@doudi/core/api/cases';
import type { Session } from '@doudi/core/api/session';
import type { CommandName, payloads } from '@doudi/core/case/commands';
import type { ReactNode } from 'react';
import type * as z from 'zod';
import type { Draft, FormState } from '../../../forms/form.ts';

/** Commands that a person gives on the case page. Applying is the intake's; reports come from the platform; filing is done in batches; what another office takes over or answers is done on its list of errands. */
export type OperableCommand = Exclude<CommandName, 'apply' | 'submit' | 'recordReport' | 'recordVerificationTrouble' | 'file' | 'receiveHandOver' | 'declineHandOver' | 'answerElsewhere'>;

/** What is sent, before defaults. */
export type Input<K extends OperableCommand> = z.input<(typeof payloads)[K]>;

export interface FormContext {
  readonly view: CaseView;
  readonly session: Session;
  /** Shanghai date of the installation's clock. */
  readonly today: string;
  /** The installation's clock in ms. */
  readonly now: () => number;
  readonly name: (person: string) => string;
  /** What the form was opened about, where there are several: the id of a letter. */
  readonly about?: string | undefined;
}

export interface FieldsProps<K extends OperableCommand> extends FormContext {
  readonly form: FormState<Input<K>>;
}

/** A command's form: what stands in it at first and its fields. Without fields the sentence and the button are all. */
export interface CommandForm<K extends OperableCommand> {
  readonly initial?: (c: FormContext) => Draft<Input<K>>;
  readonly Fields?: (p: FieldsProps<K>) => ReactNode;
  /** Drops what was emptied again, before the check. */
  readonly tidy?: (v: Draft<Input<K>>) => Draft<Input<K>>;
  /** Wider, for forms that carry tables. */
  readonly wide?: boolean;
}
