import type { CaseView, openPerson } from '@doudi/core/api/cases';
import type { Output } from '@doudi/core/api/contract';
import { createContext, use } from 'react';

export type Opened = Output<typeof openPerson>;

interface CaseState {
  readonly view: CaseView;
  /** A person's name as it may be shown now: masked until opened with a purpose. */
  readonly name: (person: string) => string;
  readonly opened: ReadonlyMap<string, Opened>;
  readonly remember: (person: Opened) => void;
  /** Opens the form of a command; `about` is what it is about where there are several, such as one of the letters. */
  readonly start: (command: string, about?: string) => void;
}

export const CaseContext = createContext<CaseState | null>(null);

export function useCase(): CaseState {
  const state = use(CaseContext);
  if (!state) throw new Error('useCase belongs to the case page');
  return state;
}
