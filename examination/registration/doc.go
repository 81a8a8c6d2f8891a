// Package registration (主体备案与代理机构登记) is the register of those who may bring requests
// for pre-examination: the check of an applicant entity or an agency against the criteria of the
// center, the entry, its changes, what can befall it (暂停、取消、注销), the yearly quota, and the
// gate that asks all this whenever a request comes in. An entity signs itself up, a successor takes
// over its accounts with proof, and existing registers are read in from spreadsheets.
//
// Notice 1.2.1 and 1.2.3 (stricter check of the standing of applicants). Domain: BA.
package registration
