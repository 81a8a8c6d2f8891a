// Package query (检索式) is the language in which people ask the patents database: fields, words,
// phrases, operators, ranges, classes and lists of numbers. It reads what is typed, says at which
// column something is wrong, and turns it into the query of package search; and it turns a filled
// form into the language and back, so that neither way of asking loses what the other says.
//
//	标题=(折叠 AND 支架) NOT 申请人=华为        TI=(折叠 AND 支架) NOT PA=华为
//	"半导体 激光器" NEAR/5 散热               words within five of each other
//	IPC=(G06F17/30, H04L9) AND 公开日=2020至2022
//	公开号=(CN113783949A CN104245682A)
//
// AND, OR and NOT may be written 与, 或 and 非; words without an operator between them must all
// occur. * and ? stand for any and for one character.
//
// Notice 1.4.1.
package query
