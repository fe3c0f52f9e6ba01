from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ridgeway.core.record.tree import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
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
H01 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
H23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
H4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
H45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
H67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
H4567 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
CT_INCLUSION = [(0, 8, [H01, H23, H4567]), (5, 8, [H4, H67, CT_ROOTS[4]])]
CT_CONSISTENCY = [
    (1, 1, []),
    (1, 8, [H01, H23, H4567]),
    (2, 5, [H23, H4]),
    (6, 8, [H45, H67, CT_ROOTS[4]]),
]


def ct_tree(size: int = 8) -> Tree:
    return Tree(leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES[:size])


def tree_of(size: int, salt: int = 0) -> Tree:
    return Tree(sha256(f"{salt}/{n}".encode()).digest() for n in range(size))


def slow_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\1" + slow_root(leaves[:k]) + slow_root(leaves[k:])).digest()


@covers("F-257")
@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert ct_tree(size).root().hex() == CT_ROOTS[size]
    assert ct_tree(8).root(size).hex() == CT_ROOTS[size]
    assert root_of(ct_tree().node(0, n) for n in range(size)).hex() == CT_ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), CT_INCLUSION)
def test_inclusion_proofs_are_those_of_certificate_transparency(
    index: int, size: int, proof: list[str]
) -> None:
    assert [node.hex() for node in ct_tree().inclusion(index, size)] == proof


@pytest.mark.parametrize(("old", "new", "proof"), CT_CONSISTENCY)
def test_consistency_proofs_are_those_of_certificate_transparency(
    old: int, new: int, proof: list[str]
) -> None:
    assert [node.hex() for node in ct_tree().consistency(old, new)] == proof


sizes = st.integers(0, 300) | st.integers(0, 10).map(lambda n: 2**n)


@given(sizes)
def test_tree_frontier_and_the_definition_agree_on_the_root(size: int) -> None:
    tree = tree_of(size)
    leaves = [tree.node(0, n) for n in range(size)]
    assert tree.root() == root_of(leaves) == slow_root(leaves)


@given(sizes, sizes)
def test_a_frontier_can_be_stored_and_taken_up_again(first: int, more: int) -> None:
    tree = tree_of(first + more)
    early = Frontier()
    for n in range(first):
        early.append(tree.node(0, n))
    late = Frontier(early.size, early.edge)
    for n in range(first, first + more):
        late.append(tree.node(0, n))
    assert late.root() == tree.root()
    assert late.size == tree.size


def test_an_edge_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="edge of 2 hashes"):
        Frontier(3, [bytes(32)])
    with pytest.raises(ValueError, match="edge of 1"):
        Frontier(1, [bytes(31)])


@st.composite
def inclusions(draw: st.DrawFn) -> tuple[bytes, int, int, list[bytes], bytes]:
    tree = tree_of(draw(st.integers(1, 300)))
    size = draw(st.integers(1, tree.size))
    index = draw(st.integers(0, size - 1))
    return tree.node(0, index), index, size, tree.inclusion(index, size), tree.root(size)


@st.composite
def consistencies(draw: st.DrawFn) -> tuple[int, int, bytes, bytes, list[bytes]]:
    tree = tree_of(draw(st.integers(1, 300)))
    new = draw(st.integers(1, tree.size))
    old = draw(st.integers(0, new))
    return old, new, tree.root(old), tree.root(new), tree.consistency(old, new)


@covers("F-257")
@given(inclusions())
def test_every_inclusion_proof_verifies(case: Any) -> None:
    assert verify_inclusion(*case)


@covers("F-257")
@given(consistencies())
def test_every_consistency_proof_verifies(case: Any) -> None:
    assert verify_consistency(*case)


def _flipped(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    assume(proof)
    i = data.draw(st.integers(0, len(proof) - 1))
    return [*proof[:i], _flip(data, proof[i]), *proof[i + 1 :]]


def _flip(data: st.DataObject, value: bytes) -> bytes:
    at, bit = data.draw(st.integers(0, len(value) - 1)), 1 << data.draw(st.integers(0, 7))
    return value[:at] + bytes([value[at] ^ bit]) + value[at + 1 :]


def _dropped(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    assume(proof)
    i = data.draw(st.integers(0, len(proof) - 1))
    return proof[:i] + proof[i + 1 :]


def _extended(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    i = data.draw(st.integers(0, len(proof)))
    extra = data.draw(st.sampled_from([bytes(32), EMPTY_ROOT, *proof]))
    return [*proof[:i], extra, *proof[i:]]


def _swapped(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    assume(len(proof) > 1)
    i = data.draw(st.integers(0, len(proof) - 2))
    return [*proof[:i], proof[i + 1], proof[i], *proof[i + 2 :]]


def _shortened_node(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    assume(proof)
    i = data.draw(st.integers(0, len(proof) - 1))
    return [*proof[:i], proof[i][:-1], *proof[i + 1 :]]


def _joined_nodes(_: st.DataObject, proof: list[bytes]) -> list[bytes]:
    assume(len(proof) > 1)
    return [proof[0] + proof[1], *proof[2:]]


def _emptied(_: st.DataObject, proof: list[bytes]) -> list[bytes]:
    assume(proof)
    return []


CORRUPTIONS = [_flipped, _dropped, _extended, _swapped, _shortened_node, _joined_nodes, _emptied]
Corruption = Callable[[st.DataObject, list[bytes]], list[bytes]]


@covers("F-257")
@pytest.mark.parametrize("corrupt", CORRUPTIONS)
@given(case=inclusions(), data=st.data())
def test_no_corrupted_inclusion_proof_verifies(
    corrupt: Corruption, case: Any, data: st.DataObject
) -> None:
    leaf, index, size, proof, root = case
    assert not verify_inclusion(leaf, index, size, corrupt(data, proof), root)


@covers("F-257")
@pytest.mark.parametrize("corrupt", CORRUPTIONS)
@given(case=consistencies(), data=st.data())
def test_no_corrupted_consistency_proof_verifies(
    corrupt: Corruption, case: Any, data: st.DataObject
) -> None:
    old, new, old_root, new_root, proof = case
    assert not verify_consistency(old, new, old_root, new_root, corrupt(data, proof))


@given(inclusions(), st.data())
def test_an_inclusion_proof_is_of_one_leaf_place_and_root(case: Any, data: st.DataObject) -> None:
    leaf, index, size, proof, root = case
    assert not verify_inclusion(_flip(data, leaf), index, size, proof, root)
    assert not verify_inclusion(leaf, index, size, proof, _flip(data, root))
    assert not verify_inclusion(root, index, size, proof, leaf) or size == 1
    other = data.draw(st.integers(-2, size + 2).filter(lambda n: n != index))
    assert not verify_inclusion(leaf, other, size, proof, root)


@given(consistencies(), st.data())
def test_a_consistency_proof_is_of_these_two_roots(case: Any, data: st.DataObject) -> None:
    old, new, old_root, new_root, proof = case
    assert not verify_consistency(old, new, _flip(data, old_root), new_root, proof)
    if old:  # every tree begins with the empty one
        assert not verify_consistency(old, new, old_root, _flip(data, new_root), proof)
    if old != new:
        assert not verify_consistency(new, old, new_root, old_root, proof)


def path_length(index: int, size: int) -> int:
    return len(tree_of(size).inclusion(index, size))


@given(inclusions(), st.data())
def test_a_size_with_another_path_to_the_leaf_is_refused(case: Any, data: st.DataObject) -> None:
    """Sizes that share the path are told apart by the signed checkpoint, not by the proof."""
    leaf, index, size, proof, root = case
    wrong = data.draw(st.integers(index + 1, 310))
    assume(path_length(index, wrong) != path_length(index, size))
    assert not verify_inclusion(leaf, index, wrong, proof, root)


@given(consistencies(), st.data())
def test_a_shrunk_or_empty_size_is_refused(case: Any, data: st.DataObject) -> None:
    old, new, old_root, new_root, proof = case
    assume(old != new and old)
    below = data.draw(st.integers(-1, old))
    assert not verify_consistency(old, below, old_root, new_root, proof)
    assert not verify_consistency(0, new, old_root, new_root, proof)


def test_a_node_never_passes_for_a_leaf() -> None:
    tree = ct_tree(4)
    inner = tree.node(1, 0) + tree.node(1, 1)
    assert leaf_hash(inner) != tree.root()
    assert tree.inclusion(0, 4)[0] == leaf_hash(b"\0")


def test_a_proof_may_not_climb_past_the_root_of_the_size_that_it_claims() -> None:
    first, second = ct_tree().node(0, 0), ct_tree().node(0, 1)
    root = ct_tree().root(2)
    assert verify_inclusion(second, 1, 2, [first], root)
    assert not verify_inclusion(second, 0, 1, [first], root)
    assert not verify_consistency(1, 4, first, root, [second])
    assert not verify_consistency(1, 1, first, root, [second])
    # Sound for sizes 3 and 4; one more node on top would make it of some larger trees.
    left, third, fourth = ct_tree().node(1, 0), ct_tree().node(0, 2), ct_tree().node(0, 3)
    proof = [third, fourth, left]
    assert verify_consistency(3, 4, ct_tree().root(3), ct_tree().root(4), proof)
    old, new = node_hash(first, ct_tree().root(3)), node_hash(first, ct_tree().root(4))
    assert not verify_consistency(3, 4, old, new, [*proof, first])


def test_hashes_cut_at_another_place_do_not_verify() -> None:
    first, second = ct_tree().node(0, 0), ct_tree().node(0, 1)
    assert not verify_inclusion(second[5:], 1, 2, [first + second[:5]], ct_tree().root(2))
    assert not verify_consistency(1, 2, first[:-5], ct_tree().root(2), [first[-5:] + second])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, 9)])
def test_a_proof_of_what_is_not_in_the_tree_is_refused(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="leaves"):
        ct_tree().inclusion(index, size)


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3), (1, 9)])
def test_consistency_with_what_never_was_is_refused(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="leaves"):
        ct_tree().consistency(old, new)


def test_every_pair_of_sizes_up_to_forty_is_consistent() -> None:
    tree = tree_of(40)
    for new in range(41):
        for old in range(new + 1):
            proof = tree.consistency(old, new)
            assert verify_consistency(old, new, tree.root(old), tree.root(new), proof)
        for index in range(new):
            path = tree.inclusion(index, new)
            assert verify_inclusion(tree.node(0, index), index, new, path, tree.root(new))


def test_a_fork_has_no_consistency_proof() -> None:
    ours, theirs = tree_of(20), tree_of(20, salt=1)
    for old in range(1, 20):
        proofs = ours.consistency(old), theirs.consistency(old)
        assert not any(
            verify_consistency(old, 20, ours.root(old), theirs.root(), proof) for proof in proofs
        )
