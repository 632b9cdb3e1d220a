#include <libxml/xmlversion.h>
/* Where libxml2 was built with ICU, its headers bring along ICU's, which are not those of Foundation. */
#undef LIBXML_ICU_ENABLED
#include <libxml/xmlreader.h>
