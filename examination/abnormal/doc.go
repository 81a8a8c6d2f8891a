// Package abnormal (非正常申请监测) watches the filings of a center for the signs of abnormal filing over
// batches, groups and time, takes in the lists of the national office, and leads each lead to a
// conclusion: notice, explanation and proof of the party within its term, check by a second person,
// conclusion by the head, objection, report, result from above.
//
// Notice 1.1.4, 3.1 and 4.2; domain.md 6.6. An indicator only ever makes a work item: whether a filing is
// abnormal is said by people, with reasons, and only a conclusion that has taken effect becomes a fact
// for other procedures. What others filed is never shown to a party.
package abnormal
