import type { Locale } from '../../i18n/index.tsx';

/** Words for the figures of the bureau's page in English, by id: the server names them in the language of the desk. */
const LABELS: Readonly<Record<string, string>> = {
  onRoll: 'On the roll', began: 'Began', ended: 'Ended', refused: 'Refused', days: 'Days to decide', fen: 'Due a month', paid: 'Paid out',
  'draw.missing': 'No draw for the last period', 'draw.waiting': 'Draws waiting for seed or checkers', 'behaviour.open': 'Unusual handling nobody looked at yet', 'scores.late': 'Scores or objections overdue', 'scores.fell': 'Units whose score fell',
  'complaint.late': 'Complaints overdue', 'complaint.named': 'Named reports not looked into', 'complaint.correct': 'Results of review to be carried out', 'complaint.missed': 'Calls missed this month', 'complaint.volume': 'Complaints this month', 'complaint.boxes': 'Boxes not opened for a month',
  'case.late': 'Cases overdue', 'case.risk': 'Cases nearly due', 'aid.urgent': 'Urgent aid not yet given', 'aid.papers': 'Papers overdue after aid', 'aid.splits': 'Possible split applications', 'pay.held': 'Payments held', 'pay.stuck': 'Not paid by the bank, returned',
  'recovery.late': 'Recoveries overdue', 'filing.late': 'Filings overdue', 'filing.unreviewed': 'Filings to examine', 'filing.demands': 'Corrections of filings overdue', 'coordination.open': 'Problems to coordinate', 'register.open': 'Register entries waiting',
  'check.late': 'Checks overdue', 'check.wrong': 'Errors found, not corrected', 'check.unraised': 'Findings not handed over', 'lead.late': 'Leads unanswered, overdue', 'lead.valid': 'Leads found true this month', 'lead.unfollowed': 'Found true, case not moved', 'lead.missed': 'Possibly left out',
  'oversight.notYet': 'Units not yet supervised', 'oversight.short': 'Staff short', 'oversight.posts': 'Posts nobody holds alone', 'oversight.conditions': 'Working conditions missing', 'rectify.late': 'Corrections overdue', 'rectify.open': 'Corrections under way', 'rectify.revisit': 'Revisits due',
  'training.never': 'Staff never trained', 'task.late': 'Tasks overdue', 'task.replied': 'Task reports to accept', 'duty.late': 'Clauses overdue', 'duty.due': 'Clauses still to do', 'duty.unassigned': 'Clauses nobody answers for', 'relative.removal': 'Filed relatives to be removed: answer',
};
const UNITS: Readonly<Record<string, string>> = { 件: '', 户: 'households', 个: '', 条: '', 笔: '', 份: '', 起: '', 项: '', 人: 'people', 天: 'days', 次: '' };

/** A figure in the reader's language: without English words it keeps its own; what is merely counted has no unit in English. */
export const saidIn = <F extends { readonly id: string; readonly label: string; readonly unit: string }>(f: F, locale: Locale): F => (locale === 'en' ? { ...f, label: LABELS[f.id] ?? f.label, unit: UNITS[f.unit] ?? f.unit } : f);
