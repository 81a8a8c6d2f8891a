//go:build !unix

package center

// space says that this system does not tell how full a disk is.
func space(string) symptom { return symptom{what: "磁盘空间", found: "本系统上没有检查"} }
