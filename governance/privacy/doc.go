// Package privacy (个人信息保护) keeps what the center owes the persons whose data it handles: their requests
// to see, copy, correct or delete what is kept of them and to take a consent back, as a procedure with a clock
// and a letter at its end.
//
// A request belongs to the person, not to the organisation for which the account acts: colleagues do not see it.
// 个人信息保护法 sets no days; the days are a rule of the center.
//
// Notice 3.3. Domain: GR, 个人信息保护法第四十四条至第五十条.
package privacy
