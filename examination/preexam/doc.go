// Package preexam (专利申请预审) examines applications before they are filed: subject, form and
// content, with the same rules for the applicant's self-check and for the examiner; one notice
// with everything in it; then the identity of the filed text with the passed one, and the mark
// for the fast lane.
//
// Notice 1.2.1, 1.2.2, 1.2.3 and 3.3. Domain: YS.
package preexam
