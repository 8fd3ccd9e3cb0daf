import * as z from 'zod';
import { id, label, personClassSchema } from './table-parts.ts';

/** `relatives.definition`: which relationships are near relatives, and whose relatives are put on file. */
export const relativesDefinitionSchema = z.strictObject({ relations: z.array(label).min(1), staff: z.array(label).min(1) });
export type RelativesDefinition = z.infer<typeof relativesDefinitionSchema>;

/** `notice.words`: words that tell of illness, disability or other private matters; none may stand in the free text of a notice. */
export const noticeWordsSchema = z.strictObject({ groups: z.array(z.strictObject({ id, label, words: z.array(z.string().min(1).max(20)).min(1) })).min(1) });
export type NoticeWords = z.infer<typeof noticeWordsSchema>;

/**
 * `application.places`: what is done with an application of somebody registered elsewhere. Another office of the county:
 * `accept` here or `handOver` to the office of registration; another county or province: `accept`, `permit` = with a
 * residence permit of this county, `refer` = to the place of registration.
 * `eventHere`: somebody neither living nor registered here whom something happened to here. `emergency: accept`: what cannot
 * wait is accepted whoever asks.
 */
export const applicationPlacesSchema = z.strictObject({
  otherUnit: z.enum(['accept', 'handOver']), otherCounty: z.enum(['accept', 'permit', 'refer']), otherProvince: z.enum(['accept', 'permit', 'refer']),
  eventHere: z.enum(['accept', 'refer']).default('accept'), emergency: z.enum(['accept', 'asOthers']).default('asOthers'),
});
export type ApplicationPlaces = z.infer<typeof applicationPlacesSchema>;

/** `archive.management-papers`: letters that belong to the daily-management part of a household's archive, by kind; all others belong to the approval part. */
export const archiveManagementSchema = z.strictObject({ letters: z.array(z.string().regex(/^[a-zA-Z]+$/)) });
export type ArchiveManagement = z.infer<typeof archiveManagementSchema>;

/** `delivery.proof`: what each way of delivering a letter must have to prove that it arrived. */
const deliveryNeeds = z.array(z.enum(['witness', 'photo', 'tracking', 'helper'])).default([]);
export const deliveryProofSchema = z.strictObject({ inPerson: deliveryNeeds, left: deliveryNeeds, post: deliveryNeeds, village: deliveryNeeds, refusedWithWitness: deliveryNeeds });
export type DeliveryProof = z.infer<typeof deliveryProofSchema>;
export type DeliveryNeed = DeliveryProof['left'][number];

/** `review.interval`: after how many months a household is reviewed again: by the first class to which a member belongs, else `others`. */
export const reviewIntervalSchema = z.strictObject({ classes: z.array(z.strictObject({ label, anyMember: z.array(personClassSchema).min(1), months: z.number().int().min(1).max(60) })).default([]), others: z.number().int().min(1).max(60) });

/** Tables of how a case goes from the application to the archive; spread into TABLES. */
export const PROCEDURE_TABLES = {
  'relatives.definition': relativesDefinitionSchema,
  'application.places': applicationPlacesSchema,
  'delivery.proof': deliveryProofSchema,
  'archive.management-papers': archiveManagementSchema,
  'notice.words': noticeWordsSchema,
  'review.interval': reviewIntervalSchema,
} as const;
