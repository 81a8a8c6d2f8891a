// Package administration (系统管理) is accounts, roles, center configuration, calendars and the
// reading of the audit, under three administrators who exclude each other: the system
// administrator makes accounts without rights, the security administrator gives rights without
// making accounts, the auditor reads what both did. None of them passes any door of a case.
//
// GB/T 22239-2019 8.1.5; decisions of the house on first start, lost factors and take-over.
package administration
