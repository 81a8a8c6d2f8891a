// Package paper is the one document model of what the program issues: notices, decisions,
// opinions, reports, case file covers (文书). HTML is written here; sibling packages write
// DOCX and PDF from the same model, all in the look of GB/T 9704-2012.
//
// A paper with an unresolved placeholder cannot be written: every writer calls Check first.
// Templates are text (Parse) with variables in braces that Fill must resolve without
// exception.
package paper
