// Package privacy (个人信息保护) keeps what the center owes the persons whose data it handles: their requests
// to see, copy, correct or delete what is kept of them and to take a consent back, as a procedure with a clock
// and a letter at its end.
// Incidents in which such data leaked are a procedure too: each report has hours of its own, which are counted
// from when the incident was known, and nothing is closed before all were made and the persons know.
//
// A request belongs to the person, not to the organisation for which the account acts: colleagues do not see it.
// 个人信息保护法 sets no days and no hours; both are rules of the center.
//
// Notice 3.3. Domain: GR and AQ, 个人信息保护法第四十四条至第五十条、第五十七条.
package privacy
