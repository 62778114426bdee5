"""The web says the same: each entry's page is fetched, politely, and its facts are compared with the answer's.

fetching   one page: robots, addresses that may be asked, limits, what was fetched before
reading    the text of a page
checking   every entry's page, one after another for a host; what is wrong with each
"""
