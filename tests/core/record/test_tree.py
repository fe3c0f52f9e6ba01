from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.record.tree import Frontier
from tests.core.record.making import root_of
from tests.marks import covers

# The eight leaves of Certificate Transparency's reference tests, and the root after each.
CT_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def frontier_of(leaves: Iterable[bytes]) -> Frontier:
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier


def leaves_of(size: int) -> list[bytes]:
    return [sha256(f"{number}".encode()).digest() for number in range(size)]


@covers("F-257")
@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    leaves = [sha256(b"\0" + bytes.fromhex(leaf)).digest() for leaf in CT_LEAVES[:size]]
    assert frontier_of(leaves).root().hex() == root_of(leaves).hex() == CT_ROOTS[size]


sizes = st.integers(0, 300) | st.integers(0, 10).map(lambda n: 2**n)


@covers("F-257")
@given(sizes)
def test_a_frontier_and_the_definition_agree_on_the_root(size: int) -> None:
    assert frontier_of(leaves_of(size)).root() == root_of(leaves_of(size))


@given(sizes, sizes)
def test_a_frontier_can_be_stored_and_taken_up_again(first: int, more: int) -> None:
    leaves = leaves_of(first + more)
    early = frontier_of(leaves[:first])
    late = Frontier(early.size, early.edge)
    for leaf in leaves[first:]:
        late.append(leaf)
    assert late.root() == frontier_of(leaves).root()
    assert late.size == first + more


def test_an_edge_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="edge of 2 hashes"):
        Frontier(3, [bytes(32)])
    with pytest.raises(ValueError, match="edge of 1"):
        Frontier(1, [bytes(31)])
